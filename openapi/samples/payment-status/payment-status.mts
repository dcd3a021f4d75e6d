// Asks whether a payment has been paid. Run: npx tsx payment-status.mts
// Needs KGITON_API_KEY in its environment. Optional: KGITON_BASE_URL.
import { setTimeout } from 'node:timers/promises';

const BASE_URL = process.env.KGITON_BASE_URL || 'https://api.kgiton.com';
const INTERVAL = 5000; // milliseconds; ask no more often

/** An environment variable that has to be there. An empty one counts as missing. */
function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`Set ${name}.`);
  process.exit(1);
}

/** Sends the request once. It follows no redirect, which would take the API key to another server. */
async function get(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(BASE_URL + path, {
    headers: { 'x-api-key': required('KGITON_API_KEY') },
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000), // milliseconds
  });
  return { status: response.status, text: await response.text() };
}

/** Asking takes no token and changes nothing, so it is repeated when it fails. */
async function paymentStatus(transactionId: string) {
  for (let attempt = 1; ; attempt++) {
    try {
      const { status, text } = await get(`/api/partner/payment/status/${encodeURIComponent(transactionId)}`);
      if (status === 200) return JSON.parse(text);
      if (attempt === 3 || ![502, 504].includes(status)) throw new Error(`HTTP ${status}: ${text}`);
    } catch (error) {
      // fetch throws a TypeError if there was no response, and a TimeoutError if it took too long.
      const isLost = error instanceof TypeError || (error as Error).name === 'TimeoutError';
      if (!isLost) throw error;
      if (attempt === 3) throw new Error('No response. Ask again later.');
    }
    await setTimeout(INTERVAL);
  }
}

try {
  const payment = await paymentStatus('TRX-2026-001');
  console.log('Status:', payment.payment_status); // pending, paid, expired or failed
  console.log('Paid at:', payment.paid_at ?? 'not yet');
} catch (error) {
  // HTTP 404: {"success":false,"code":"TRANSACTION_NOT_FOUND","message":"…"}
  console.error((error as Error).message);
  process.exitCode = 1;
}
