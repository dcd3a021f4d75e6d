import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Control } from '../control/control.js';
import { type Fault, FaultKind, LicenseState } from '../control/generated/schemas.js';
import type { Origins } from '../http/origins.js';
import { readRequestBody } from '../http/read-body.js';
import { LANGUAGES } from '../pages/language.js';
import { pageHeaders } from '../pages/page.js';
import { SandboxError } from '../sandbox-error.js';
import { DASHBOARD_PATH, EVENTS_PATH, type Place, pageAddress, placeOf, TAB_PATHS, TABS } from './addresses.js';
import { streamChanges } from './change-events.js';
import { type DashboardEnv, detectLanguage, LANGUAGE_COOKIE, languageOf } from './detect-language.js';
import type { Gate, Visit } from './gate.js';
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
  /** Shows each browser one account; without it, everybody sees all of them. */
  gate?: Gate | undefined;
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
  sandbox: DashboardRoutesOptions['control'];
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

/** Seconds in a year. */
const YEAR = 31_536_000;

/** The pages of the lists, the actions of their forms, and the stream that keeps them up to date. */
export function dashboardRoutes(options: DashboardRoutesOptions): Hono<DashboardEnv> {
  const { control, origins, gate, webhookSecret, docsUrl, isFrozen, closing } = options;
  const app = new Hono<DashboardEnv>();

  for (const tab of TABS) {
    app.get(TAB_PATHS[tab], dashboardHeaders, detectLanguage, async (context) => {
      const place = placeIn(context, tab);
      const chosen = LANGUAGES.find((language) => language === context.req.query('lang'));
      if (!chosen) {
        const visit = await gate?.visit(context);
        if (gate && !visit) return gate.ask(context, { place, language: languageOf(context) });
        return respond(context, { visit, place, status: 200 });
      }
      setCookie(context, LANGUAGE_COOKIE, chosen, { path: '/', maxAge: YEAR, httpOnly: true, sameSite: 'Lax' });
      return context.redirect(pageAddress(place), 303);
    });
  }
  app.get(EVENTS_PATH, async (context) => {
    const visit = await gate?.visit(context);
    return gate && !visit ? context.body(null, 401) : streamChanges(context, visit?.control ?? control, closing);
  });

  on('payments/:id/pay', async ({ sandbox, id, form }) => {
    const { apiKey, paymentId } = await sandbox.payment(id);
    const fault = faultOf(form);
    if (fault) await payWithFault(sandbox, fault, paymentId, apiKey);
    else await sandbox.pay(paymentId, apiKey);
    return `payment-${paymentId}`;
  });
  on('payments/:id/expire', async ({ sandbox, id }) => `payment-${(await sandbox.expire(id)).paymentId}`);
  on('payments/:id/fail', async ({ sandbox, id }) => `payment-${(await sandbox.fail(id)).paymentId}`);
  on('deliveries/:id/redeliver', async ({ sandbox, id }) => `delivery-${(await sandbox.redeliver(id)).id}`);
  on('faults', async ({ sandbox, form, account }) => {
    const kind = form.has('kind') ? oneOf('faults', Object.values(FaultKind), form.get('kind')) : undefined;
    await sandbox.setFault(faultOf(form), { id: form.get('id') ?? undefined, apiKey: account, kind });
    return 'faults';
  });
  on('license-keys', async ({ sandbox, form, account }) => {
    const tokens = numberOf(form, 'tokens');
    const state = oneOf('states', Object.values(LicenseState), form.get('state'));
    await sandbox.setLicense({ key: form.get('key') ?? '', tokens, state }, account);
    return 'license-keys';
  });
  on('advance', async ({ sandbox, form, place }) => {
    await sandbox.advance({ minutes: numberOf(form, 'minutes') }, place.apiKey);
    return undefined;
  });
  on('reset', async ({ sandbox, place }) => {
    await sandbox.reset(place.apiKey);
    return undefined;
  });

  /** The fault was chosen for this webhook alone: nothing of it stays if the payment cannot be paid. */
  async function payWithFault(sandbox: Action['sandbox'], fault: Fault, id: string, apiKey: string): Promise<void> {
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
      const tab = TABS.find((one) => one === context.req.query('tab')) ?? 'payments';
      const place = placeIn(context, tab);
      const visit = await gate?.visit(context);
      if (gate && !visit) return gate.ask(context, { place, language: languageOf(context) });
      const bytes = await readRequestBody(context.req.raw, LONGEST_FORM);
      if (!bytes) return context.text(texts.longForm, 413, { connection: 'close' });
      const form = new URLSearchParams(new TextDecoder().decode(bytes));
      if (visit && !visit.isFormToken(form.get('form_token'))) return context.text(texts.foreignForm, 403);
      const account = form.get('account') || undefined;
      const sandbox = visit?.control ?? control;
      try {
        const fragment = await perform({ sandbox, id: context.req.param('id') ?? '', form, account, place });
        return context.redirect(pageAddress(place, fragment), 303);
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return respond(context, { visit, place, status: 409, problem: error });
      }
    });
  }

  /** What an address shows. Where each browser sees one account, none is named in addresses, which are kept in many places. */
  function placeIn({ req }: Context, tab: Place['tab']): Place {
    const { apiKey, ...place } = placeOf(tab, (name) => req.query(name));
    return gate ? place : { ...place, apiKey };
  }

  async function respond(
    context: Context<DashboardEnv>,
    shown: { visit: Visit | undefined; place: Place; status: 200 | 409; problem?: Surroundings['problem'] },
  ): Promise<Response> {
    const { visit, place, status, problem } = shown;
    const { origin } = new URL(context.req.url);
    const language = languageOf(context);
    const surroundings = { visit, place, language, origin, docsUrl, webhookSecret, isFrozen, problem };
    const view = await readView(visit?.control ?? control, surroundings);
    const page = renderDashboardPage(view, { nonce: context.get('secureHeadersNonce') });
    return context.html(page, status, { 'cache-control': 'no-store' });
  }

  return app;
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
