import { checkHandler } from '../src/cli/check-webhook/check.js';
import { hmac } from '../src/platform/node.js';
import type { Send } from '../src/webhooks/send.js';

// Handlers with one mistake each. They take the place of the network, so that a whole run takes milliseconds.

export const secret = 'whsec_of_the_shop';
const options = { secret, transactionId: 'TRX-2026-001', amount: 50_000 };

export const HEADER = 'x-kgiton-signature';

export const results = (handler: Send) => checkHandler('http://shop.test/hook', handler, options);

/** What is said of a handler: each mistake with its fix, once. */
export async function diagnoses(handler: Send) {
  const wrong = (await results(handler)).filter(({ verdict }) => verdict === 'failed' || verdict === 'advice');
  return {
    mistakes: [...new Set(wrong.map(({ mistake }) => mistake))],
    names: wrong.map(({ name }) => name),
    fixes: [...new Set(wrong.map(({ fix }) => fix))].join('\n'),
  };
}

export const respond = (status: number, text = '', headers: Record<string, string> = {}) =>
  new Response(text, { status, headers });

/** A handler that responds with 200 to a signature that is right in its eyes, else with 401. */
export const verifying =
  (isRight: (body: string, headers: Headers) => boolean): Send =>
  async (request) => {
    if (request.method !== 'POST') return respond(405);
    return respond(isRight(await request.text(), request.headers) ? 200 : 401);
  };

/** A handler that verifies some form of the body with some secret. */
export const signing = (form: (body: string) => string, key = secret) =>
  verifying((body, headers) => headers.get(HEADER) === hmac(form(body), key));

/** A handler that verifies another signature than that of KGiTON. */
export const expecting = (signature: (body: string) => string) =>
  verifying((body, headers) => headers.get(HEADER) === signature(body));

/** A framework that parses every body of this type before the handler, which gets `undefined` for others. */
export const parsing =
  (handle: (parsed: unknown, request: Request, raw: string) => Response): Send =>
  async (request) => {
    if (request.method !== 'POST') return respond(405);
    const raw = await request.text();
    if (request.headers.get('content-type') !== 'application/json') return handle(undefined, request, raw);
    try {
      return handle(JSON.parse(raw), request, raw);
    } catch (error) {
      return error instanceof SyntaxError ? respond(400) : respond(500);
    }
  };

export const parsed = (write: (event: Record<string, unknown>) => string) =>
  parsing((event, { headers }) =>
    respond(headers.get(HEADER) === hmac(write(event as Record<string, unknown>), secret) ? 200 : 401),
  );

export const python = (event: object) =>
  `{${Object.entries(event)
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(', ')}}`;

export const sorted = (event: object) => Object.fromEntries(Object.entries(event).sort());

export const ascii = (json: string) =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A handler that verifies correctly, and then cannot process the webhook. */
export const failingAfterwards =
  (status: number): Send =>
  async (request) => {
    const isRight = request.headers.get(HEADER) === hmac(await request.text(), secret);
    return respond(isRight ? status : 401);
  };

export const unsigned = ({ signature: _, ...rest }: Record<string, unknown>) => rest;

export const always =
  (status: number, text?: string, headers?: Record<string, string>): Send =>
  async () =>
    respond(status, text, headers);

export const readsHeader = (name: string, prefix = '') =>
  verifying((body, headers) => headers.get(name) === prefix + hmac(body, secret));

/** Express, which hands an error of the handler to the client in development. */
export const throwing = (message: string) =>
  parsing(() => {
    throw new TypeError(message);
  });
