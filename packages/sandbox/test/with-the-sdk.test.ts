import { createClient } from '@kgiton/client';
import { responseExamples } from '@kgiton/contract';
import {
  KGiTON,
  KGiTONError,
  NetworkError,
  RateLimitError,
  type RequestOptions,
  ServerError,
  TimeoutError,
} from '@kgiton/sdk';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { createTestClock } from '../../sdk/test/test-clock.js';
import { createSandbox, type RequestFault, type RunningSandbox, type Sandbox, startSandbox } from '../src/index.js';
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

describe.each([
  ['without a socket', async () => createSandbox(), ({ fetch }: Sandbox) => ({ fetch })],
  [
    'over a socket',
    () => startSandbox({ port: 0 }),
    (sandbox: Sandbox) => ({ baseUrl: (sandbox as RunningSandbox).url }),
  ],
])('when a request goes wrong on purpose, %s, the SDK', (_way, start, reach) => {
  /** A sandbox with a fault, and the SDK with a clock whose retries wait in no time. */
  async function setUp(fault: RequestFault) {
    const sandbox: Sandbox = await start();
    await sandbox.setFault(fault, { id: 'TRX-1', apiKey: 'kgiton_a' });
    const clock = createTestClock();
    const { partnerPayment } = new KGiTON({ apiKey: 'kgiton_a', clock, ...reach(sandbox) });
    return { sandbox, clock, partnerPayment, [Symbol.asyncDispose]: sandbox.close };
  }

  test('retries after a lost response, and no second token is taken', async () => {
    await using scene = await setUp({ kind: 'lost-response', times: 1 });
    const { payment_id } = await scene.partnerPayment.generateQris(payment);
    expect(await scene.sandbox.payments()).toMatchObject([{ paymentId: payment_id }]);
    expect(await scene.sandbox.license(LICENSE)).toMatchObject({ tokens: 999_999 });
    expect(scene.sandbox.requests.map(({ status }) => status)).toEqual([undefined, 200]);
  });

  const failures: [RequestFault, new (...args: never[]) => KGiTONError, boolean][] = [
    [{ kind: 'lost-response' }, NetworkError, true],
    [{ kind: 'reset' }, NetworkError, true],
    [{ kind: 'garbage' }, ServerError, true],
    [{ kind: 'rate-limit' }, RateLimitError, false],
  ];
  test.each(failures)('gives up on %o after two retries', async (fault, type, outcomeUnknown) => {
    await using scene = await setUp(fault);
    const error = await scene.partnerPayment.generateQris(payment).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ outcomeUnknown });
    expect(scene.sandbox.requests).toHaveLength(3);
    // The same call finds the payment, if there is one: after that, there is exactly one.
    await scene.sandbox.setFault(undefined, { id: 'TRX-1' });
    await scene.partnerPayment.generateQris(payment);
    expect(await scene.sandbox.license(LICENSE)).toMatchObject({ tokens: 999_999 });
  });

  test.each<RequestFault>([
    { kind: 'hang', times: 1 },
    { kind: 'slow-response', seconds: 60, times: 1 },
  ])('gives up on %o with its timeout, and the same call then finds the payment', async (fault) => {
    await using scene = await setUp(fault);
    const generating = scene.partnerPayment.generateQris(payment, { maxRetries: 0 });
    generating.catch(() => {});
    // The fault has been taken, so the request has arrived.
    await expect.poll(() => scene.sandbox.faults()).toEqual([]);
    scene.clock.expireTimeout();
    const error = await generating.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ outcomeUnknown: true });
    await scene.partnerPayment.generateQris(payment);
    expect(await scene.sandbox.license(LICENSE)).toMatchObject({ tokens: 999_999 });
  });

  test('does not retry a truncated response, whose outcome is unknown', async () => {
    await using scene = await setUp({ kind: 'truncated', times: 1 });
    const error = await scene.partnerPayment.generateQris(payment).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KGiTONError);
    expect(error).toMatchObject({ code: 'UNEXPECTED_RESPONSE', statusCode: 200, outcomeUnknown: true });
    expect(await scene.partnerPayment.checkStatus('TRX-1')).toMatchObject({ payment_status: 'pending' });
    expect(scene.sandbox.requests).toHaveLength(2);
  });

  test('waits as long as Retry-After says', async () => {
    await using scene = await setUp({ kind: 'rate-limit', seconds: 3, times: 1 });
    await scene.partnerPayment.generateQris(payment);
    expect(scene.clock.waits).toEqual([3_000]);
  });
});
