import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { type LanguageVariables, languageDetector } from 'hono/language';
import type { Control } from '../control/control.js';
import { type Fault, FaultKind, LicenseState } from '../control/generated/schemas.js';
import type { Origins } from '../http/origins.js';
import { readRequestBody } from '../http/read-body.js';
import { LANGUAGES, type Language } from '../pages/language.js';
import { type PageEnv, pageHeaders } from '../pages/page.js';
import { SandboxError } from '../sandbox-error.js';
import { DASHBOARD_PATH, EVENTS_PATH, type Place, pageAddress, placeOf, TAB_PATHS, TABS } from './addresses.js';
import { streamChanges } from './change-events.js';
import { renderDashboardPage } from './page.js';
import { TEXTS } from './texts/texts.js';
import { type Readable, readView, type Surroundings } from './view.js';

/** More bytes than a form of the dashboard ever has. */
const LONGEST_FORM = 100_000;

export interface DashboardRoutesOptions {
  control: Readable &
    Pick<
      Control,
      'payment' | 'pay' | 'expire' | 'fail' | 'redeliver' | 'setFault' | 'setLicense' | 'advance' | 'reset' | 'change'
    >;
  origins: Origins;
  webhookSecret: string;
  /** Where the documentation is. */
  docsUrl: string;
  /** Whether time moves only when it is told to. */
  isFrozen: boolean;
  /** Aborts when the sandbox closes; streams of events end then. */
  closing: AbortSignal;
}

/** What a form asks for. */
interface Action {
  /** The payment or delivery that it is about. */
  id: string;
  form: URLSearchParams;
  /** The API key whose account it is about, as the form says. */
  account: string | undefined;
  /** What is looked at. */
  place: Place;
}

/** Does what a form asks for. Returns the id of the element to go on from. */
type Perform = (action: Action) => Promise<string | undefined>;

// Not `no-referrer`: with it, browsers keep the origin of a form to themselves.
export const dashboardHeaders = pageHeaders({ images: ["'self'", 'data:'], referrerPolicy: 'same-origin' });

type DashboardEnv = PageEnv & { Variables: LanguageVariables };

/** The cookie that remembers the language that was chosen. */
const LANGUAGE_COOKIE = 'kgiton_sandbox_language';

// Without its own caching, which would remember what the browser prefers as if it had been chosen.
const detectLanguage = languageDetector({
  order: ['cookie', 'header'],
  lookupCookie: LANGUAGE_COOKIE,
  supportedLanguages: [...LANGUAGES],
  fallbackLanguage: LANGUAGES[0],
  caches: false,
});

/** Seconds in a year. */
const YEAR = 31_536_000;

/** The pages of the lists, the actions of their forms, and the stream that keeps them up to date. */
export function dashboardRoutes(options: DashboardRoutesOptions): Hono<DashboardEnv> {
  const { control: sandbox, origins, webhookSecret, docsUrl, isFrozen, closing } = options;
  const app = new Hono<DashboardEnv>();

  for (const tab of TABS) {
    app.get(TAB_PATHS[tab], dashboardHeaders, detectLanguage, (context) => {
      const place = placeOf(tab, (name) => context.req.query(name));
      const chosen = LANGUAGES.find((language) => language === context.req.query('lang'));
      if (!chosen) return respond(context, place, 200);
      setCookie(context, LANGUAGE_COOKIE, chosen, { path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'Lax' });
      return context.redirect(pageAddress(place), 303);
    });
  }
  app.get(EVENTS_PATH, (context) => streamChanges(context, sandbox, closing));

  on('payments/:id/pay', async ({ id, form }) => {
    const { apiKey, paymentId } = await sandbox.payment(id);
    const fault = faultOf(form);
    if (fault) await payWithFault(fault, paymentId, apiKey);
    else await sandbox.pay(paymentId, apiKey);
    return `payment-${paymentId}`;
  });
  on('payments/:id/expire', async ({ id }) => `payment-${(await sandbox.expire(id)).paymentId}`);
  on('payments/:id/fail', async ({ id }) => `payment-${(await sandbox.fail(id)).paymentId}`);
  on('deliveries/:id/redeliver', async ({ id }) => `delivery-${(await sandbox.redeliver(id)).id}`);
  on('faults', async ({ form, account }) => {
    const kind = form.has('kind') ? oneOf('faults', Object.values(FaultKind), form.get('kind')) : undefined;
    await sandbox.setFault(faultOf(form), { id: form.get('id') ?? undefined, apiKey: account, kind });
    return 'faults';
  });
  on('license-keys', async ({ form, account }) => {
    const tokens = numberOf(form, 'tokens');
    const state = oneOf('states', Object.values(LicenseState), form.get('state'));
    await sandbox.setLicense({ key: form.get('key') ?? '', tokens, state }, account);
    return 'license-keys';
  });
  on('advance', async ({ form, place }) => {
    await sandbox.advance({ minutes: numberOf(form, 'minutes') }, place.apiKey);
    return undefined;
  });
  on('reset', async ({ place }) => {
    await sandbox.reset(place.apiKey);
    return undefined;
  });

  /** The fault was chosen for this webhook alone: nothing of it stays if the payment cannot be paid. */
  async function payWithFault(fault: Fault, id: string, apiKey: string): Promise<void> {
    await sandbox.setFault(fault, { id, apiKey });
    try {
      await sandbox.pay(id, apiKey);
    } catch (error) {
      await sandbox.setFault(undefined, { id, apiKey, kind: fault.kind });
      throw error;
    }
  }

  function on(path: string, perform: Perform): void {
    app.post(`${DASHBOARD_PATH}/${path}`, dashboardHeaders, detectLanguage, async (context) => {
      const texts = TEXTS[languageOf(context)];
      if (!origins.isFromOwnSite(context)) return context.text(texts.foreignForm, 403);
      const bytes = await readRequestBody(context.req.raw, LONGEST_FORM);
      if (!bytes) return context.text(texts.longForm, 413, { connection: 'close' });
      const form = new URLSearchParams(new TextDecoder().decode(bytes));
      const account = form.get('account') || undefined;
      const tab = TABS.find((one) => one === context.req.query('tab')) ?? 'payments';
      const place = placeOf(tab, (name) => context.req.query(name));
      try {
        const fragment = await perform({ id: context.req.param('id') ?? '', form, account, place });
        return context.redirect(pageAddress(place, fragment), 303);
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return respond(context, place, 409, error);
      }
    });
  }

  async function respond(
    context: Context<DashboardEnv>,
    place: Place,
    status: 200 | 409,
    problem?: Surroundings['problem'],
  ): Promise<Response> {
    const { origin } = new URL(context.req.url);
    const language = languageOf(context);
    const view = await readView(sandbox, { place, language, origin, docsUrl, webhookSecret, isFrozen, problem });
    const page = renderDashboardPage(view, { nonce: context.get('secureHeadersNonce') });
    return context.html(page, status, { 'cache-control': 'no-store' });
  }

  return app;
}

/** The language that was detected, which is one of ours. */
function languageOf(context: Context<DashboardEnv>): Language {
  return context.get('language') as Language;
}

/** The fault that was chosen, if one was. @throws {SandboxError} `invalid` */
function faultOf(form: URLSearchParams): Fault | undefined {
  const kind = form.get('fault');
  if (!kind) return undefined;
  const seconds = form.get('seconds') ? { seconds: numberOf(form, 'seconds') } : {};
  const times = form.get('times') ? { times: numberOf(form, 'times') } : {};
  return { kind: oneOf('faults', Object.values(FaultKind), kind), ...seconds, ...times };
}

function oneOf<Value extends string>(what: string, values: readonly Value[], given: string | null): Value {
  const value = values.find((one) => one === given);
  if (value !== undefined) return value;
  throw new SandboxError('invalid', `Expected one of the ${what} ${values.join(', ')}, got ${given}.`);
}

function numberOf(form: URLSearchParams, name: string): number {
  const text = form.get(name) ?? '';
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new SandboxError('invalid', `Expected a number for ${name}, got ${JSON.stringify(text)}.`);
}
