import type { MiddlewareHandler } from 'hono';
import { readRequestBody } from '../http/read-body.js';
import type { Cut } from '../payments/outcome.js';
import type { PaymentRoute } from '../payments/route.js';

/** Why a request without a socket gets no response, in the form of the errors of `fetch`. */
export class ConnectionCut extends TypeError {
  constructor(cut: Cut) {
    const message = cut === 'reset' ? 'the connection was reset' : 'the connection was closed without a response';
    super('fetch failed', { cause: Object.assign(new Error(message), { code: 'ECONNRESET' }) });
  }
}

/** The operations of the contract, as a part of a web-standard application. @throws {ConnectionCut} with some faults */
export function apiOperations(route: PaymentRoute): MiddlewareHandler {
  return async ({ req }, next) => {
    const { origin, pathname, search } = new URL(req.url);
    const responding = route({
      method: req.method,
      url: pathname + search,
      origin,
      header: (name) => req.header(name),
      readBody: () => readRequestBody(req.raw),
      gone: () => req.raw.signal,
    });
    if (!responding) return next();
    const result = await responding;
    if (result.cut === undefined) return new Response(result.body, result);
    req.raw.signal.throwIfAborted();
    throw new ConnectionCut(result.cut);
  };
}
