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
   * Your webhook secret, or several during a rotation.
   * @default the environment variable `KGITON_WEBHOOK_SECRET`, read when a webhook arrives, so that a build need not
   * know it
   */
  secret?: WebhookSecret | undefined;
  /**
   * Called once for each paid payment. If it throws or rejects, the response is 500 and KGiTON retries. Finish within
   * 30 seconds, and make it safe to run again.
   */
  onPaymentSuccess(event: PaymentSuccessEvent): unknown;
  /**
   * Called with the error for every webhook with a wrong signature or body, and for every failure of `onPaymentSuccess`
   * or the store. Its own failures are ignored.
   * @default console.error
   */
  onError?: ((error: unknown) => unknown) | undefined;
  /**
   * Remembers which payments were processed.
   * @default the latest 10,000, in memory
   */
  store?: PaymentStore | undefined;
  /**
   * The longest body that is read, in bytes. A longer one gets 413.
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
  /** For servers with web-standard requests: Next.js, Hono, Bun, Deno, Workers. Never rejects. */
  (request: Request): Promise<Response>;
  /** For `node:http`, Express, Fastify, Nest and Google Cloud Functions. Never rejects. */
  node(request: NodeRequest, response: NodeResponse): Promise<void>;
}

type Outcome = [status: 200 | 401 | 405 | 413 | 500, text: string];

/**
 * Creates the endpoint that `webhook_url` points to. It verifies each webhook, calls `onPaymentSuccess` once for each
 * payment, and responds with 200. It responds with 401 to a wrong signature, 405 to any method except POST, 413 to a
 * body that is too long, and 500, after which KGiTON retries, if `onPaymentSuccess` fails or the signed body is not an
 * event.
 *
 * @throws {TypeError} if the secret is empty or `onPaymentSuccess` is not a function
 */
export function createWebhookHandler({
  secret,
  onPaymentSuccess,
  onError = (error) => console.error(error),
  store = createMemoryStore(),
  maxBytes = 1024 * 1024,
}: WebhookHandlerOptions): WebhookHandler {
  expect(typeof onPaymentSuccess === 'function', 'onPaymentSuccess to be a function');
  // Strings and arrays have it, and nothing else that could be mistaken for a secret.
  expect(secret === undefined || secret?.concat, 'secret to be a string or a list');
  expect(secret?.length !== 0, 'a webhook secret, got an empty one');
  expect(store?.has, 'a store with has() and add()');
  expect(maxBytes > 0, 'maxBytes above 0');
  const process = processOnce(store, onPaymentSuccess);

  async function receive({ method, headers, read }: Incoming): Promise<Outcome> {
    if (method !== 'POST') return [405, 'Method not allowed'];
    const body = await read(maxBytes);
    if (body === undefined) return [413, 'Body too large'];
    const event = unwrap(body, headers, secret);
    // Later versions of the contract may add events; they are acknowledged.
    if (event.event === 'payment.success') await process(event);
    return [200, 'OK'];
  }

  function refuse(error: unknown): Outcome {
    (async () => onError(error))().catch(() => {});
    // A parsed body and a missing secret are errors of this server: KGiTON retries, so no payment is lost once they are
    // fixed.
    const isForged = error instanceof WebhookSignatureError && !/parsed|no-secret/.test(error.reason);
    return isForged ? [401, 'Invalid signature'] : [500, 'Not processed'];
  }

  const web = async (request: Request) => {
    const [status, text] = await receive(fromWebRequest(request)).catch(refuse);
    return new Response(text, { status, headers: headersOf(status) });
  };
  const node = async (request: NodeRequest, response: NodeResponse) => {
    const [status, text] = await receive(fromNodeRequest(request)).catch(refuse);
    // The server's own timeout may have responded in the meantime.
    if (response.headersSent) return;
    // The rest of a body that is too long stays unread, so the connection cannot serve another request.
    response.writeHead(status, { ...headersOf(status), ...(status === 413 && { connection: 'close' }) });
    response.end(text);
  };
  return Object.assign(web, { node });
}

/** @throws {TypeError} with what was expected, if the condition does not hold */
function expect(condition: unknown, what: string): void {
  if (!condition) throw new TypeError(`Expected ${what}.`);
}

function headersOf(status: Outcome[0]): Record<string, string> {
  return { 'content-type': 'text/plain', ...(status === 405 && { allow: 'POST' }) };
}
