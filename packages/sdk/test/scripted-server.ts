import type { IncomingMessage, ServerResponse } from 'node:http';
import { document } from '../../../test/support/document.js';
import { type HttpServer, serve, text } from '../../../test/support/http-server.js';

/** Answers one request. */
export type Step = (response: ServerResponse, request: IncomingMessage) => void;

export interface ScriptedServer extends HttpServer {
  /** The bodies of the requests that came, in order. */
  readonly bodies: string[];
  readonly requests: IncomingMessage[];
}

/** A server that answers its first request by the first step, and so on; the last step answers all further ones. */
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

const { QrisResponse, CheckoutPageResponse, ...examples } = document.components.examples as Record<
  string,
  { value: unknown }
>;

/** A QRIS payment, as the contract shows it. */
export const qrisPayment = QrisResponse?.value as Record<string, unknown>;

/** A checkout page, as the contract shows it. */
export const checkoutPage = CheckoutPageResponse?.value as Record<string, unknown>;

/** Answers with a QRIS payment. */
export const succeed: Step = json(200, qrisPayment, { 'x-request-id': 'req_1' });

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers with the example of an error code. */
export function fail(status: number, code: string, headers: Record<string, string> = {}): Step {
  return json(status, examples[code]?.value ?? { success: false, code, message: 'Try later.' }, headers);
}

/** Answers with a page, as a gateway does. */
export function page(status: number, html = '<html>Gateway</html>'): Step {
  return (response) => response.writeHead(status, { 'content-type': 'text/html' }).end(html);
}

/** Cuts the connection before anything of the answer was sent. */
export const cut: Step = (response) => response.socket?.destroy();

/** Sends the head and the first bytes of an answer, then cuts the connection. */
export const cutBody: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
  response.write('{"success":true,', () => response.socket?.destroy());
};

/** Never answers. */
export const hang: Step = () => {};

/** Sends the head of an answer, and never its body. */
export const hangBody: Step = (response) => response.writeHead(200, { 'content-length': '500' }).flushHeaders();
