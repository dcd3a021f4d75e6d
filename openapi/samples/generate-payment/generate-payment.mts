// Generates a QRIS payment. Run: npx tsx generate-payment.mts
// Needs KGITON_API_KEY and KGITON_LICENSE_KEY in its environment.
// Optional: KGITON_WEBHOOK_URL, KGITON_BASE_URL.
import { setTimeout } from 'node:timers/promises';

const BASE_URL = process.env.KGITON_BASE_URL || 'https://api.kgiton.com';

/** An environment variable that has to be there. An empty one counts as missing. */
function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`Set ${name}.`);
  process.exit(1);
}

/** Sends the request once. It follows no redirect, which would take the API key to another server. */
async function post(body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${BASE_URL}/api/partner/payment/generate`, {
    method: 'POST',
    headers: { 'x-api-key': required('KGITON_API_KEY'), 'content-type': 'application/json' },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000), // milliseconds
  });
  return { status: response.status, text: await response.text() };
}

/**
 * Retries when the response is lost or the gateway is busy. That is safe: the same transaction_id with
 * the same body takes no second token.
 */
async function generatePayment(request: object) {
  const body = JSON.stringify(request);
  for (let attempt = 1; ; attempt++) {
    try {
      const { status, text } = await post(body);
      if (status === 200) return JSON.parse(text);
      if (attempt === 3 || ![429, 502, 503, 504].includes(status)) throw new Error(`HTTP ${status}: ${text}`);
    } catch (error) {
      // fetch throws a TypeError if there was no response, and a TimeoutError if it took too long.
      const isLost = error instanceof TypeError || (error as Error).name === 'TimeoutError';
      if (!isLost) throw error;
      if (attempt === 3) {
        throw new Error('No response. The payment may exist: run this again, with the same transaction_id.');
      }
    }
    await setTimeout(attempt * 1000);
  }
}

try {
  const payment = await generatePayment({
    transaction_id: 'TRX-2026-001', // your own, unique, and the same for every retry
    amount: 50_000, // whole rupiah
    license_key: required('KGITON_LICENSE_KEY'),
    payment_type: 'QRIS',
    description: 'Laundry Payment',
    webhook_url: process.env.KGITON_WEBHOOK_URL || undefined,
  });
  console.log('Payment:', payment.payment_id);
  console.log('QR code:', payment.qris.qr_image_url);
  console.log('Pay before:', payment.expires_at);
} catch (error) {
  // HTTP 404: {"success":false,"code":"INVALID_LICENSE","message":"…"}
  console.error((error as Error).message);
  process.exitCode = 1;
}
