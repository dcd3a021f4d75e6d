import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { SandboxControl } from '../control/control.js';
import { isFromOwnSite } from '../http/origins.js';
import { readRequestBody } from '../http/read-body.js';
import { SandboxError } from '../sandbox-error.js';
import type { WebhookFault } from '../webhooks/faults.js';
import {
  changeEvents,
  DASHBOARD_PATH,
  dashboardContentSecurityPolicy,
  EVENTS_PATH,
  faultOf,
  licenseStateOf,
  numberOf,
  pageAddress,
  readView,
  renderDashboardPage,
  type Visible,
  worldOf,
} from './index.js';

/** More bytes than a form of the dashboard ever has. */
const LONGEST_FORM = 100_000;

export interface DashboardRoutesOptions {
  simulation: Visible &
    Pick<
      SandboxControl,
      'payment' | 'pay' | 'expire' | 'redeliver' | 'setFault' | 'setLicense' | 'advance' | 'reset' | 'change'
    >;
  webhookSecret: string;
  /** Whether time moves only when it is told to. */
  isFrozen: boolean;
  /** Aborts when the sandbox closes: then streams of events end. */
  closing: AbortSignal;
}

/** What a form asks for. */
interface Action {
  /** The payment or delivery that it is about. */
  id: string;
  form: URLSearchParams;
  /** The API key that is looked at. */
  apiKey: string | undefined;
}

/** Does what a form asks for. Says where on the page to go on. */
type Perform = (action: Action) => Promise<string | undefined>;

/** The page at `/`, what its forms do, and the stream that keeps it up to date. */
export function dashboardRoutes({ simulation, webhookSecret, isFrozen, closing }: DashboardRoutesOptions): Hono {
  const app = new Hono();

  app.get('/', (context) => answer(context, 200));
  app.get(EVENTS_PATH, (context) =>
    context.body(changeEvents(simulation, closing), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    }),
  );

  on('payments/:id/pay', async ({ id, form }) => {
    const { apiKey, paymentId } = await simulation.payment(id);
    const fault = faultOf(form);
    if (fault) await payWithFault(fault, paymentId, apiKey);
    else await simulation.pay(paymentId, apiKey);
    return `payment-${paymentId}`;
  });
  on('payments/:id/expire', async ({ id }) => {
    const { paymentId } = await simulation.expire(id);
    return `payment-${paymentId}`;
  });
  on('deliveries/:id/redeliver', async ({ id }) => {
    const delivery = await simulation.redeliver(id);
    return `delivery-${delivery.id}`;
  });
  on('faults', async ({ form }) => {
    await simulation.setFault(faultOf(form), { id: form.get('id') ?? undefined, apiKey: worldOf(form) });
    return 'faults';
  });
  on('license-keys', async ({ form }) => {
    const change = { key: form.get('key') ?? '', tokens: numberOf(form, 'tokens'), state: licenseStateOf(form) };
    await simulation.setLicense(change, worldOf(form));
    return 'license-keys';
  });
  on('advance', async ({ form, apiKey }) => {
    await simulation.advance({ minutes: numberOf(form, 'minutes') }, apiKey);
    return undefined;
  });
  on('reset', async ({ apiKey }) => {
    await simulation.reset(apiKey);
    return undefined;
  });

  /** The fault was chosen for this webhook alone: nothing of it stays if the payment cannot be paid. */
  async function payWithFault(fault: WebhookFault, id: string, apiKey: string): Promise<void> {
    await simulation.setFault(fault, { id, apiKey });
    try {
      await simulation.pay(id, apiKey);
    } catch (error) {
      await simulation.setFault(undefined, { id, apiKey });
      throw error;
    }
  }

  function on(path: string, perform: Perform): void {
    app.post(`${DASHBOARD_PATH}/${path}`, async (context) => {
      if (!isFromOwnSite(context)) return context.text('This form was sent by another site, so nothing was done.', 403);
      const bytes = await readRequestBody(context.req.raw, LONGEST_FORM);
      if (!bytes) return context.text('This form is too long.', 413, { connection: 'close' });
      const form = new URLSearchParams(new TextDecoder().decode(bytes));
      const apiKey = context.req.query('api_key') || undefined;
      try {
        const fragment = await perform({ id: context.req.param('id') ?? '', form, apiKey });
        return context.redirect(pageAddress(apiKey, fragment), 303);
      } catch (error) {
        if (!(error instanceof SandboxError)) throw error;
        return answer(context, 409, error.message);
      }
    });
  }

  async function answer(context: Context, status: 200 | 409, problem?: string): Promise<Response> {
    const { origin } = new URL(context.req.url);
    const apiKey = context.req.query('api_key') || undefined;
    const view = await readView(simulation, { origin, webhookSecret, apiKey, isFrozen, problem });
    const nonce = randomBytes(16).toString('base64');
    return context.html(renderDashboardPage(view, { nonce }), status, {
      'content-security-policy': dashboardContentSecurityPolicy(nonce),
      'cache-control': 'no-store',
      // Not `no-referrer`: with it, browsers keep the origin of a form to themselves.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  }

  return app;
}
