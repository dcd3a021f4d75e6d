import data from 'site:try';
import type { Control, Delivery } from '@kgiton/sandbox';
import { loadScript } from '../dom.js';

/** The sandbox that runs in the page: packages/sandbox/src/browser/engine.ts. */
interface Engine extends Control {
  fetch(request: Request): Promise<Response>;
  subscribe(listener: () => void): void;
}

declare global {
  var kgitonSandbox:
    | {
        createEngine(options: { receive(request: Request): Promise<Response> }): Engine;
        hmac(text: string, secret: string): string;
      }
    | undefined;
}

/** The base of the URLs that the sandbox in the page responds with. Nothing can be there: RFC 2606. */
export const PAGE_ORIGIN = 'https://this-page.invalid';

/** A webhook that has reached the reader's server, which is a function in this page. */
export interface ReceivedWebhook {
  url: string;
  body: string;
  signature: string;
}

/** What the reader's server does with a webhook: verify it and respond with 200 or 401, fail, or not respond at all. */
export type Receiving = 'verify' | 'fail' | 'hang';

export interface PageSandbox extends Engine {
  hmac(text: string, secret: string): string;
  receiver: { receiving: Receiving; received: ReceivedWebhook[] };
  /** The webhook of a payment, if it has one that is sent at some time. */
  deliveryOf(paymentId: string): Promise<Delivery | undefined>;
}

/** Loads the sandbox, and starts it. @throws {Error} when its script cannot be loaded */
export async function startPageSandbox(script: string): Promise<PageSandbox> {
  if (!globalThis.kgitonSandbox) await loadScript(script);
  if (!globalThis.kgitonSandbox) throw new Error(`${script} defines no sandbox.`);
  const { createEngine, hmac } = globalThis.kgitonSandbox;
  const receiver: PageSandbox['receiver'] = { receiving: 'verify', received: [] };
  const engine = createEngine({
    async receive(request) {
      const body = await request.text();
      const signature = request.headers.get(data.signatureHeader) ?? '';
      receiver.received.push({ url: request.url, body, signature });
      // Nothing: the sandbox gives up after the contract's timeout.
      if (receiver.receiving === 'hang') return new Promise<Response>(() => {});
      if (receiver.receiving === 'fail') return new Response('Internal Server Error', { status: 500 });
      return hmac(body, data.webhookSecret) === signature
        ? new Response('OK')
        : new Response('Unauthorized', { status: 401 });
    },
  });
  return {
    ...engine,
    hmac,
    receiver,
    deliveryOf: async (paymentId) => (await engine.deliveriesOf()).find((delivery) => delivery.paymentId === paymentId),
  };
}
