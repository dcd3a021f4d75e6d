import { responseExamples } from '@kgiton/contract';
import { KGiTON, type KGiTONError } from '@kgiton/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOCUMENT_YAML } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import { LICENSE_KEYS, type RunningSandbox, startSandbox } from '../src/index.js';
import { generate, PATH, request, STATUS_PATH } from './requests.js';

let sandbox: RunningSandbox;
let proxy: Prism;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  proxy = await startPrism({ document: DOCUMENT_YAML, upstream: sandbox.url, logLevel: 'silent' });
});
afterAll(async () => {
  await proxy?.stop();
  await sandbox?.close();
});

test.each(LICENSE_KEYS)('Prism accepts the responses for $key', async ({ key }) => {
  for (const payment_type of ['QRIS', 'CHECKOUT_PAGE'] as const) {
    const sent = request({ license_key: key, payment_type });
    for (const body of [
      sent,
      sent,
      { ...sent, amount: 60_000 },
      { ...sent, amount: 1 },
      { ...sent, expiry_minutes: 0 },
    ]) {
      const response = await fetch(proxy.url + PATH, {
        method: 'POST',
        headers: { 'x-api-key': 'kgiton_proxy', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.headers.get('sl-violations') ?? '').not.toContain('"response"');
      expect((await response.json()).success).toBe(response.ok);
    }
  }
});

const errors = Object.entries(responseExamples.generatePayment)
  .filter(([status]) => Number(status) >= 400)
  .flatMap(([status, examples]) => Object.keys(examples).map((code) => [code, { status: Number(status) }] as const));

test('Prism accepts the status of a payment in every state', async () => {
  const apiKey = 'kgiton_status';
  const ask = async (id: string) => {
    const response = await fetch(proxy.url + STATUS_PATH + id, { headers: { 'x-api-key': apiKey } });
    expect(response.headers.get('sl-violations') ?? '').not.toContain('"response"');
    return (await response.json()).payment_status;
  };
  const states = { pending: undefined, paid: sandbox.pay, expired: sandbox.expire, failed: sandbox.fail };
  for (const [state, change] of Object.entries(states)) {
    const { transaction_id } = request();
    await generate(sandbox, request({ transaction_id }), { 'x-api-key': apiKey });
    await change?.(transaction_id, apiKey);
    expect(await ask(transaction_id)).toBe(state);
  }
  expect(await ask('NO-SUCH')).toBeUndefined();
});

test.each(errors)('%s passes Prism and reaches the SDK', async (code, { status }) => {
  const { partnerPayment } = new KGiTON({ apiKey: 'kgiton_proxy', baseUrl: proxy.url, maxRetries: 0 });
  const call = partnerPayment.generateQris(
    { transactionId: 'TRX-1', amount: 50_000, licenseKey: LICENSE_KEYS[0]?.key ?? '' },
    { headers: { prefer: `code=${status}, example=${code}` } },
  );
  expect(await call.catch((error: KGiTONError) => error)).toMatchObject({ code, statusCode: status });
});
