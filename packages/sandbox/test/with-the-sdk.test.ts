import { createClient } from '@kgiton/client';
import { responseExamples } from '@kgiton/contract';
import { KGiTON, type KGiTONError, type RequestOptions } from '@kgiton/sdk';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { createSandbox, startSandbox } from '../src/index.js';
import { LICENSE } from './requests.js';

/** Each error that an operation documents. */
const documentedErrors = Object.entries(responseExamples).flatMap(([operation, statuses]) =>
  Object.entries(statuses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, examples]) =>
      Object.keys(examples).map((code) => ({ operation: operation as keyof typeof responseExamples, code, status })),
    ),
);

const call = {
  generatePayment: ({ partnerPayment }: KGiTON, request: RequestOptions) =>
    partnerPayment.generateQris(payment, request),
  getPaymentStatus: ({ partnerPayment }: KGiTON, request: RequestOptions) =>
    partnerPayment.checkStatus('TRX-1', request),
};

const payment = { transactionId: 'TRX-1', amount: 50_000, licenseKey: LICENSE };

describe.each([
  [
    'without a socket',
    async () => {
      const sandbox = createSandbox();
      return {
        sandbox,
        kgiton: new KGiTON({ apiKey: 'kgiton_a', fetch: sandbox.fetch, maxRetries: 0 }),
        stop: sandbox.close,
      };
    },
  ],
  [
    'over a socket',
    async () => {
      const sandbox = await startSandbox({ port: 0 });
      return {
        sandbox,
        kgiton: new KGiTON({ apiKey: 'kgiton_a', baseUrl: sandbox.url, maxRetries: 0 }),
        stop: sandbox.close,
      };
    },
  ],
])('the SDK, %s,', (_how, start) => {
  test('generates QRIS codes and checkout pages, and repeats a request', async () => {
    const { sandbox, kgiton, stop } = await start();
    const qris = await kgiton.partnerPayment.generateQris(payment);
    const again = await kgiton.partnerPayment.generateQris(payment);
    const page = await kgiton.partnerPayment.generateCheckoutPage({ ...payment, transactionId: 'TRX-2' });
    expect(qris.qris.qr_content).toMatch(/^000201/);
    expect(again).toEqual(qris);
    expect(page.payment_url).toMatch(/\/pay\/PAY-/);
    expect(await sandbox.license(LICENSE)).toMatchObject({ tokens: 999_998 });
    await stop();
  });

  test.each(documentedErrors)('receives $code from $operation', async ({ operation, code, status }) => {
    const { kgiton, stop } = await start();
    const headers = { prefer: `code=${status}, example=${code}` };
    const error = await call[operation](kgiton, { headers }).catch((reason: KGiTONError) => reason);
    expect(error).toMatchObject({ code, statusCode: Number(status) });
    await stop();
  });
});

test('the thin client works without a socket', async () => {
  const client = createClient({ apiKey: 'kgiton_a', fetch: createSandbox().fetch });
  const { data } = await client.POST('/api/partner/payment/generate', {
    body: { transaction_id: 'TRX-1', amount: 50_000, license_key: LICENSE, payment_type: 'QRIS' },
  });
  expect(data?.payment_id).toMatch(/^PAY-/);
});

test('from the call to the paid order without a socket: SDK, sandbox and webhook handler in one process', async () => {
  const paid: string[] = [];
  const webhook = createWebhookHandler({
    secret: 'whsec_test_kgiton',
    onPaymentSuccess: ({ transaction_id, amount }) => paid.push(`${transaction_id}: ${amount}`),
  });
  const sandbox = createSandbox({ fetch: webhook });
  const kgiton = new KGiTON({ apiKey: 'kgiton_a', fetch: sandbox.fetch });
  await kgiton.partnerPayment.generateQris({ ...payment, webhookUrl: 'https://shop.id/webhook' });
  await sandbox.pay('TRX-1');
  await sandbox.waitForDelivery({ id: 'TRX-1' });
  expect(paid).toEqual(['TRX-1: 50000']);
});
