import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PaymentStatus } from '@kgiton/contract';
import { document } from '../../../test/support/document.js';
import { type HttpServer, serve, text } from '../../../test/support/http-server.js';

/** Responds to one request. */
export type Step = (response: ServerResponse, request: IncomingMessage) => void;

export interface ScriptedServer extends HttpServer {
  /** The bodies of the received requests, in order. */
  readonly bodies: string[];
  readonly requests: IncomingMessage[];
}

/** A server that responds to each request with the next step. The last step responds to all further requests. */
export async function startScriptedServer(...steps: [Step, ...Step[]]): Promise<ScriptedServer> {
  const bodies: string[] = [];
  const requests: IncomingMessage[] = [];
  const server = await serve(async (request, response) => {
    requests.push(request);
    const step = steps[Math.min(requests.length, steps.length) - 1];
    bodies.push(await text(request).catch(() => 'cut off'));
    step?.(response, request);
  });
  return { ...server, bodies, requests };
}

const examples = document.components.examples as Record<string, { value: unknown }>;
const exampleOf = (name: string) => examples[name]?.value as Record<string, unknown>;

/** The QRIS payment from the examples of the contract. */
export const qrisPayment = exampleOf('QrisResponse');

/** The checkout page from the examples of the contract. */
export const checkoutPage = exampleOf('CheckoutPageResponse');

/** The responses about one payment in each status, from the examples of the contract. */
export const statuses: Record<PaymentStatus, Record<string, unknown>> = {
  pending: exampleOf('PendingStatus'),
  paid: exampleOf('PaidStatus'),
  expired: exampleOf('ExpiredStatus'),
  failed: exampleOf('FailedStatus'),
};

/** Responds with a QRIS payment. */
export const succeed: Step = json(200, qrisPayment, { 'x-request-id': 'req_1' });

/** Responds with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Responds with the example of an error code. */
export function fail(status: number, code: string, headers: Record<string, string> = {}): Step {
  return json(status, examples[code]?.value ?? { success: false, code, message: 'Try later.' }, headers);
}

/** Responds with an HTML page, as a gateway does. */
export function page(status: number, html = '<html>Gateway</html>'): Step {
  return (response) => response.writeHead(status, { 'content-type': 'text/html' }).end(html);
}

/** Closes the connection before sending any of the response. */
export const cut: Step = (response) => response.socket?.destroy();

/** Sends the head and the first bytes of a response, then closes the connection. */
export const cutBody: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"success":true,', () => response.socket?.destroy());
};

/** Never responds. */
export const hang: Step = () => {};

/** Sends the head of a response, but never its body. */
export const hangBody: Step = (response) => response.writeHead(200, { 'content-length': '500' }).flushHeaders();
