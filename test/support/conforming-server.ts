import { isDeepStrictEqual } from 'node:util';
import { document, outcomes } from './document.js';
import { type HttpServer, serve, text } from './http-server.js';
import { violations } from './validate.js';

/** The license key of {@link startConformingServer} that has tokens: that of the source document's snippets. */
export const LICENSE_KEY = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';

interface Payment {
  request: unknown;
  response: Record<string, unknown>;
}

/**
 * The least server that decides by the request as the contract says, for trying the contract suite on something that is
 * not a mock. It makes its answers from the examples of the document and sends no webhooks.
 */
export async function startConformingServer(): Promise<HttpServer> {
  const payments = new Map<string, Payment>();
  return serve(async (request, response) => {
    const sent = parse(await text(request));
    const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
    const apiKey = request.headers[document.components.securitySchemes.ApiKey.name];
    const { status, body } = decide(apiKey, isJson ? sent : undefined, payments);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
}

function decide(apiKey: unknown, sent: unknown, payments: Map<string, Payment>) {
  if (!String(apiKey).startsWith('kgiton_')) return example('AUTHENTICATION_ERROR');
  const { schema = {} } = document.paths[path]?.post?.requestBody.content['application/json'] ?? {};
  const problems = violations(schema, sent);
  if (problems.length === 0 && !addsUp(sent)) return example('INVALID_AMOUNT');
  if (problems.length > 0) return example(codeOf(problems, sent));
  const request = sent as Record<string, unknown>;
  const id = String(request.transaction_id);
  const world = `${apiKey} ${id}`;
  const earlier = payments.get(world);
  if (earlier)
    return isDeepStrictEqual(earlier.request, sent) ? ok(earlier.response) : example('DUPLICATE_TRANSACTION');
  if (request.license_key !== LICENSE_KEY) return example('INVALID_LICENSE');
  const type = String(request.payment_type);
  const minutes = type === 'QRIS' ? 30 : 120;
  const expires_at = new Date(Date.now() + minutes * 60_000).toISOString();
  const response = { ...example(type).body, transaction_id: id, amount: request.amount, expires_at };
  payments.set(world, { request: sent, response });
  return ok(response);
}

const path = outcomes[0]?.path ?? '';

/** Only a checkout page looks at the items; the sum means something once each of them is valid. */
function addsUp(sent: unknown): boolean {
  const { amount, items, payment_type } = sent as {
    amount: number;
    items?: { price: number; quantity: number }[];
    payment_type: string;
  };
  if (!items || payment_type === 'QRIS') return true;
  return items.reduce((sum, { price, quantity }) => sum + price * quantity, 0) === amount;
}

function codeOf(problems: string[], sent: unknown): string {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return 'VALIDATION_ERROR';
  const concerns = (member: string) =>
    problems.some((problem) => problem.includes(`/${member} `) || problem.includes(`'${member}'`));
  if (concerns('payment_type')) return 'INVALID_PAYMENT_TYPE';
  return concerns('amount') ? 'INVALID_AMOUNT' : 'VALIDATION_ERROR';
}

function example(name: string) {
  const outcome = outcomes.find((candidate) => candidate.name === name);
  return { status: outcome?.status ?? 500, body: outcome?.value ?? {} };
}

function ok(body: Record<string, unknown>) {
  return { status: 200, body };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
