// Receives webhooks from KGiTON. Run: npx tsx webhook-handler.mts
// Needs KGITON_WEBHOOK_SECRET in its environment. Optional: PORT.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

const port = Number(process.env.PORT || 3000);
const secret = process.env.KGITON_WEBHOOK_SECRET;
const MAX_BYTES = 1024 * 1024;

/** By payment id; in your application, use a unique column of your database. */
const processed = new Set<string>();

/** Compares in constant time. A missing or malformed signature counts as wrong. */
function isFromKgiton(body: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** KGiTON delivers at least once, so process each payment only once. */
function processOnce(event: { payment_id: string; transaction_id: string; amount: number }): void {
  if (processed.has(event.payment_id)) return;
  // Move slow work to a queue: KGiTON waits 30 seconds for the response.
  console.log('Paid:', event.transaction_id, event.amount);
  processed.add(event.payment_id);
}

/** Returns the status of the response. */
async function receive(request: IncomingMessage, secret: string): Promise<number> {
  if (request.method !== 'POST') return 405;
  // The exact bytes: the signature covers them.
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BYTES) return 413;
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (!isFromKgiton(body, String(request.headers['x-kgiton-signature'] ?? ''), secret)) return 401;
  let event: unknown;
  try {
    event = JSON.parse(body.toString());
  } catch {
    return 400;
  }
  // Later versions may add events; acknowledge them.
  if ((event as { event?: string } | null)?.event === 'payment.success') {
    processOnce(event as Parameters<typeof processOnce>[0]);
  }
  return 204;
}

if (!secret) {
  console.error('Set KGITON_WEBHOOK_SECRET.');
  process.exit(1);
}

createServer(async (request, response) => {
  let status = 500; // KGiTON retries.
  try {
    status = await receive(request, secret);
  } catch (error) {
    console.error(error);
  }
  response.writeHead(status).end();
}).listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${port}`);
});
