import type { PaymentSuccessEvent } from '@kgiton/contract';
import { fromNodeRequest, fromWebRequest, type Incoming, type NodeRequest } from './incoming.js';
import { createMemoryStore, type PaymentStore } from './payment-store.js';
import { processOnce } from './process-once.js';
import { unwrap } from './unwrap.js';
import type { WebhookSecret } from './verify-webhook.js';
import { WebhookSignatureError } from './webhook-signature-error.js';

/** Options of {@link createWebhookHandler}. */
export interface WebhookHandlerOptions {
  /**
   * Your webhook secret, or several while you change it.
   * @default the environment variable `KGITON_WEBHOOK_SECRET`, read when a webhook comes: a build need not know it
   */
  secret?: WebhookSecret | undefined;
  /**
   * Called once for each payment that was paid. When it throws or rejects, the answer is 500 and KGiTON tries again; so
   * be done within 30 seconds, and make it safe to run again.
   */
  onPaymentSuccess(event: PaymentSuccessEvent): unknown;
  /**
   * Told of every webhook with a wrong signature or body and of every failure of `onPaymentSuccess` or the store. Its own
   * failures are ignored.
   * @default console.error
   */
  onError?: ((error: unknown) => unknown) | undefined;
  /**
   * Remembers which payments were processed.
   * @default the last 10,000, in memory
   */
  store?: PaymentStore | undefined;
  /**
   * The longest body that is read, in bytes. A longer one is answered with 413.
   * @default 1_048_576
   */
  maxBytes?: number | undefined;
}

/** The parts of Node's `ServerResponse` that are used. */
export interface NodeResponse {
  headersSent: boolean;
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(text: string): unknown;
}

/** A webhook endpoint, for both kinds of servers. */
export interface WebhookHandler {
  /** For servers of the web standard: Next.js, Hono, Bun, Deno, Workers. Never rejects. */
  (request: Request): Promise<Response>;
  /** For `node:http`, Express, Fastify, Nest and Google's functions. Never rejects. */
  node(request: NodeRequest, response: NodeResponse): Promise<void>;
}

type Answer = [status: 200 | 401 | 405 | 413 | 500, text: string];

/**
 * Makes the endpoint that `webhook_url` points to: it verifies, calls `onPaymentSuccess` once for each payment, and
 * answers 200; 401 for a wrong signature, 405 for another method than POST, 413 for a body that is too long, and 500,
 * upon which KGiTON tries again, when `onPaymentSuccess` fails or what is signed is no event.
 *
 * @throws {TypeError} when the secret is empty or `onPaymentSuccess` is no function
 */
export function createWebhookHandler({
  secret,
  onPaymentSuccess,
  onError = (error) => console.error(error),
  store = createMemoryStore(),
  maxBytes = 1024 * 1024,
}: WebhookHandlerOptions): WebhookHandler {
  expect(typeof onPaymentSuccess === 'function', 'onPaymentSuccess to be a function');
  // Texts and lists have it, and nothing else that a secret could be taken for.
  expect(secret === undefined || secret?.concat, 'secret to be a text or a list');
  expect(secret?.length !== 0, 'a webhook secret, got an empty one');
  expect(store?.has, 'a store');
  expect(maxBytes > 0, 'maxBytes above 0');
  const process = processOnce(store, onPaymentSuccess);

  async function receive({ method, headers, read }: Incoming): Promise<Answer> {
    if (method !== 'POST') return [405, 'Method not allowed'];
    const body = await read(maxBytes);
    if (body === undefined) return [413, 'Body too large'];
    const event = unwrap(body, headers, secret);
    // Later versions of the contract may have other events; they are acknowledged.
    if (event.event === 'payment.success') await process(event);
    return [200, 'OK'];
  }

  function refuse(error: unknown): Answer {
    (async () => onError(error))().catch(() => {});
    // A parsed body and a missing secret are faults of this server: KGiTON is to try again once they are mended.
    const isForged = error instanceof WebhookSignatureError && !/parsed|no-secret/.test(error.reason);
    return isForged ? [401, 'Invalid signature'] : [500, 'Not processed'];
  }

  const web = async (request: Request) => {
    const [status, text] = await receive(fromWebRequest(request)).catch(refuse);
    return new Response(text, { status, headers: headersOf(status) });
  };
  const node = async (request: NodeRequest, response: NodeResponse) => {
    const [status, text] = await receive(fromNodeRequest(request)).catch(refuse);
    // A server's own timeout may have answered meanwhile.
    if (response.headersSent) return;
    // The rest of a body that is too large is not read, so the connection cannot serve another request.
    response.writeHead(status, { ...headersOf(status), ...(status === 413 && { connection: 'close' }) });
    response.end(text);
  };
  return Object.assign(web, { node });
}

/** @throws {TypeError} that says what was expected, if it is not so */
function expect(isSo: unknown, what: string): void {
  if (!isSo) throw new TypeError(`Expected ${what}.`);
}

function headersOf(status: Answer[0]): Record<string, string> {
  return { 'content-type': 'text/plain', ...(status === 405 && { allow: 'POST' }) };
}
