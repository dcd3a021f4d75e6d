import { type Context, Hono } from 'hono';
import type { Control } from '../control/control.js';
import { type Fault, FaultKind, LicenseState } from '../control/generated/schemas.js';
import type { Origins } from '../http/origins.js';
import { readRequestBody } from '../http/read-body.js';
import { type PageEnv, pageHeaders } from '../pages/page.js';
import { SandboxError } from '../sandbox-error.js';
import { DASHBOARD_PATH, EVENTS_PATH, pageAddress } from './addresses.js';
import { streamChanges } from './change-events.js';
import { renderDashboardPage } from './page.js';
import { type Readable, readView } from './view.js';

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
  /** The API key that is looked at. */
  apiKey: string | undefined;
}

/** Does what a form asks for. Returns the id of the element to go on from. */
type Perform = (action: Action) => Promise<string | undefined>;

// Not `no-referrer`: with it, browsers keep the origin of a form to themselves.
export const dashboardHeaders = pageHeaders({ images: ["'self'", 'data:'], referrerPolicy: 'same-origin' });

/** The page at `/`, the actions of its forms, and the stream that keeps it up to date. */
export function dashboardRoutes(options: DashboardRoutesOptions): Hono<PageEnv> {
  const { control: sandbox, origins, webhookSecret, isFrozen, closing } = options;
  const app = new Hono<PageEnv>();

  app.get('/', dashboardHeaders, (context) => respond(context, 200));
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
  on('advance', async ({ form, apiKey }) => {
    await sandbox.advance({ minutes: numberOf(form, 'minutes') }, apiKey);
    return undefined;
  });
  on('reset', async ({ apiKey }) => {
    await sandbox.reset(apiKey);
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
    app.post(`${DASHBOARD_PATH}/${path}`, dashboardHeaders, async (context) => {
      if (!origins.isFromOwnSite(context)) {
        return context.text('This form was sent by another site, so nothing was changed.', 403);
      }
      const bytes = await readRequestBody(context.req.raw, LONGEST_FORM);
      if (!bytes) return context.text('This form is too long.', 413, { connection: 'close' });
      const form = new URLSearchParams(new TextDecoder().decode(bytes));
      const account = form.get('account') || undefined;
      const apiKey = context.req.query('api_key') || undefined;
      try {
        const fragment = await perform({ id: context.req.param('id') ?? '', form, account, apiKey });
        return context.redirect(pageAddress(apiKey, fragment), 303);
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return respond(context, 409, error.message);
      }
    });
  }

  async function respond(context: Context<PageEnv>, status: 200 | 409, problem?: string): Promise<Response> {
    const { origin } = new URL(context.req.url);
    const apiKey = context.req.query('api_key') || undefined;
    const view = await readView(sandbox, { origin, webhookSecret, apiKey, isFrozen, problem });
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
