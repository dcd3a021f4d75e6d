import { errorCatalogue } from '@kgiton/contract';
import { KGiTON, type KGiTONError } from '@kgiton/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOCUMENT_YAML } from '../../../scripts/paths.js';
import { type Prism, startPrism } from '../../../scripts/prism.js';
import { LICENSE_KEYS, type RunningSandbox, startSandbox } from '../src/index.js';
import { PATH, request } from './requests.js';

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

test.each(Object.entries(errorCatalogue))('%s passes Prism and reaches the SDK', async (code, { status }) => {
  const { partnerPayment } = new KGiTON({ apiKey: 'kgiton_proxy', baseUrl: proxy.url, maxRetries: 0 });
  const call = partnerPayment.generateQris(
    { transactionId: 'TRX-1', amount: 50_000, licenseKey: LICENSE_KEYS[0]?.key ?? '' },
    { headers: { prefer: `code=${status}, example=${code}` } },
  );
  expect(await call.catch((error: KGiTONError) => error)).toMatchObject({ code, statusCode: status });
});
