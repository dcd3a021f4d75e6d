import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkHandler } from '../../../packages/sandbox/src/cli/check-webhook/check.js';
import { ROOT } from '../../../scripts/paths.js';
import { requests, sampleOf, webhooks } from './code-samples.js';
import {
  describeInLanguage,
  keyOfLanguage,
  type Language,
  languages,
  languagesWithPackage,
  type Program,
} from './languages.js';
import { type RunningSample, runToEnd, start } from './processes.js';

const SECRET = 'whsec_test_kgiton';
const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const PREPARING = 240_000; // Go compiles its standard library the first time

/** What compares in constant time in each language; no test of behaviour can see it. */
const CONSTANT_TIME: Record<string, string> = {
  TypeScript: 'timingSafeEqual(',
  PHP: 'hash_equals(',
  Python: 'hmac.compare_digest(',
  Go: 'hmac.Equal(',
  Java: 'MessageDigest.isEqual(',
  'TypeScript · @kgiton/sdk': 'createWebhookHandler(',
  'PHP · kgiton/payments': '->unwrap(',
  'Python · kgiton': 'webhooks.unwrap(',
  'Go · kgiton-go': '.Handler(',
  'Java · kgiton-payments': 'webhooks.unwrap(',
};

interface Vector {
  name: string;
  secret: string;
  body: { text?: string; base64?: string; times?: number };
  signature: string;
  valid: boolean;
}

const { vectors } = JSON.parse(await readFile(join(ROOT, 'test/vectors/webhook-signatures.json'), 'utf8')) as {
  vectors: Vector[];
};
// HTTP carries no white space around the value of a header, and the sample runs with one secret.
const vectorsOverHttp = vectors.filter(
  ({ secret, signature }) => secret === SECRET && signature === signature.trim() && !signature.includes('\n'),
);

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, webhookSecret: SECRET });
});
afterAll(() => sandbox.close());

for (const language of [...languages, ...languagesWithPackage].filter(({ label }) => label !== 'cURL')) {
  describeInLanguage(language, `the sample in ${language.label} that receives webhooks`, () => tests(language));
}

function tests({ label, prepare }: Language) {
  let program: Program;
  let handler: RunningSample;
  beforeAll(async () => {
    program = await prepare(sampleOf(webhooks, label).source);
    handler = await start(program, { KGITON_WEBHOOK_SECRET: SECRET });
    if (!handler.isRunning()) throw new Error(`The sample ended: ${handler.output()}`);
  }, PREPARING);
  afterAll(async () => {
    await handler?.[Symbol.asyncDispose]();
    await program?.[Symbol.asyncDispose]();
  });

  // Each test has a payment of its own, in an account of its own.
  const apiKey = `kgiton_sample_handler_${keyOfLanguage(label)}`;
  let last = 0;
  let transactionId = '';
  beforeEach(() => {
    transactionId = `TRX-${keyOfLanguage(label)}-${++last}`;
  });

  /** Generates a payment, lets the customer pay it, and returns the first response of the sample. */
  async function pay(fault?: Parameters<RunningSandbox['setFault']>[0]) {
    const response = await fetch(`${sandbox.url}/api/partner/payment/generate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify({
        transaction_id: transactionId,
        amount: 50_000,
        license_key: LICENSE,
        payment_type: 'QRIS',
        webhook_url: handler.url,
      }),
    });
    expect(response.status).toBe(200);
    if (fault) await sandbox.setFault(fault, { id: transactionId, apiKey });
    await sandbox.pay(transactionId, apiKey);
    const attempted = () => sandbox.deliveries.find((delivery) => delivery.transactionId === transactionId);
    await expect.poll(() => attempted()?.attempts.length).toBeGreaterThanOrEqual(fault?.kind === 'duplicate' ? 2 : 1);
    return attempted() as NonNullable<ReturnType<typeof attempted>>;
  }

  test('compares signatures in constant time', () => {
    expect(sampleOf(webhooks, label).source).toContain(CONSTANT_TIME[label]);
  });

  test('accepts the webhook of a payment', async () => {
    const { attempts } = await pay();
    expect(attempts).toEqual([expect.objectContaining({ status: expect.toSatisfy(isSuccess) })]);
    await expect.poll(() => handler.timesPaid(transactionId)).toBe(1);
    expect(handler.output()).toContain(`Paid: ${transactionId} 50000`);
  });

  test('processes a payment once when a duplicate comes at the same moment and another one later', async () => {
    const { id, attempts } = await pay({ kind: 'duplicate' });
    await sandbox.redeliver(id);
    const all = sandbox.deliveries.find((delivery) => delivery.id === id)?.attempts ?? attempts;
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(all.map(({ status }) => isSuccess(status))).toEqual(all.map(() => true));
    await expect.poll(() => handler.timesPaid(transactionId)).toBe(1);
  });

  const forgeries = [
    { given: 'is signed with another secret', kind: 'wrong-secret' },
    { given: 'has another amount than was signed', kind: 'tampered' },
    { given: 'is signed in upper-case digits', kind: 'uppercase-signature' },
  ] as const;
  test.each(forgeries)('answers 401 to a webhook that $given, and processes nothing', async ({ kind }) => {
    const { attempts } = await pay({ kind });
    expect(attempts.map(({ status }) => status)).toEqual([401]);
    expect(handler.timesPaid(transactionId)).toBe(0);
  });

  test('passes every case of kgiton-sandbox check-webhook', async () => {
    const results = await checkHandler(handler.url, fetch, { secret: SECRET, transactionId, amount: 50_000 });
    expect(results.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'unseen')).toEqual([]);
    const refused = results.filter(({ name, expected }) => expected === 'refused' && name !== 'a GET');
    expect(refused).toHaveLength(9);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([401]));
    // Neither the two duplicates nor the unknown event is a new payment.
    const payments = results.filter(({ expected }) => expected === 'accepted').length - 3;
    await expect.poll(() => handler.timesPaid(transactionId)).toBe(payments);
  });

  const postVector = ({ body, signature }: Vector) => {
    const bytes = body.base64 === undefined ? Buffer.from(body.text ?? '') : Buffer.from(body.base64, 'base64');
    return post(handler.url, Buffer.concat(Array(body.times ?? 1).fill(bytes)), signature);
  };
  describe('accepts the signature of the published vector', () => {
    // What is signed may be no event; whatever the response is then, it is not 401.
    test.each(vectorsOverHttp.filter(({ valid }) => valid))('$name', async (vector) => {
      expect((await postVector(vector)).status).not.toBe(401);
    });
  });
  describe('responds with 401 to the published vector', () => {
    test.each(vectorsOverHttp.filter(({ valid }) => !valid))('$name', async (vector) => {
      expect((await postVector(vector)).status).toBe(401);
    });
  });

  test('acknowledges an event of a later version, and processes nothing', async () => {
    const event = JSON.stringify({ event: 'payment.refunded', payment_id: 'PAY-1', transaction_id: transactionId });
    expect(isSuccess((await post(handler.url, event, sign(event))).status)).toBe(true);
    expect(handler.timesPaid(transactionId)).toBe(0);
  });

  test('reads any JSON: properties in another order, nested ones, white space and escapes', async () => {
    const event = `\n{ "note" : {"payment_id":"PAY-OTHER","list":[1,-2.5e3,true,null,[],{}]}, "empty": "",
      "payment_type":"QRIS", "paid_at":"2026-01-15T10:25:00Z", "amount" : 50000,\t"transaction_id": "${transactionId.replace('TRX', '\\u0054RX')}",
      "quote": "\\"}\\\\", "payment_id":"PAY-${transactionId}", "event":"payment.success" }\n`;
    expect(isSuccess((await post(handler.url, event, sign(event))).status)).toBe(true);
    await expect.poll(() => handler.timesPaid(transactionId)).toBe(1);
    const again = event.replace('\\u0054', 'T').replace('"PAY-TRX', '"PAY-\\u0054RX');
    expect(isSuccess((await post(handler.url, again, sign(again))).status)).toBe(true);
    // A later payment is processed after it.
    const later = JSON.stringify({
      ...JSON.parse(event),
      payment_id: 'PAY-LATER',
      transaction_id: `${transactionId}-LATER`,
    });
    expect(isSuccess((await post(handler.url, later, sign(later))).status)).toBe(true);
    await expect.poll(() => handler.timesPaid(`${transactionId}-LATER`)).toBe(1);
    expect(handler.timesPaid(transactionId)).toBe(1);
  });

  const isScript = label.startsWith('PHP'); // which a server runs
  test.skipIf(isScript)('ends at once without a secret', async () => {
    const stderr = expect.stringContaining('KGITON_WEBHOOK_SECRET');
    expect(await runToEnd(program, {})).toMatchObject({ exitCode: 1, stderr });
  });

  test.runIf(isScript)('accepts no webhook without a secret', async () => {
    await using careless = await start(program, {});
    const body = JSON.stringify({ event: 'payment.success', payment_id: 'PAY-1', transaction_id: 'TRX-1', amount: 1 });
    expect((await post(careless.url, body, sign(body, ''))).status).toBe(500);
    expect(careless.timesPaid('TRX-1')).toBe(0);
  });

  test(
    'gets notified of the payment that the other sample generates',
    async () => {
      await using generate = await prepare(sampleOf(requests, label).source);
      const key = `${apiKey}_both`;
      const { exitCode } = await runToEnd(generate, {
        KGITON_BASE_URL: sandbox.url,
        KGITON_API_KEY: key,
        KGITON_LICENSE_KEY: LICENSE,
        KGITON_WEBHOOK_URL: handler.url,
      });
      expect(exitCode).toBe(0);
      const [payment] = await sandbox.payments(key);
      const paid = payment?.transactionId ?? '';
      const before = handler.timesPaid(paid);
      await sandbox.pay(paid, key);
      await sandbox.waitForDelivery({ id: paid, apiKey: key });
      await expect.poll(() => handler.timesPaid(paid)).toBe(before + 1);
    },
    PREPARING,
  );

  test('is still running at the end, and has thrown nothing', () => {
    expect(handler.isRunning()).toBe(true);
    expect(handler.output()).not.toMatch(/Traceback|Fatal error|Warning:|panic|Exception in thread|\.java:\d+/);
  });
}

function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

function sign(body: string, secret = SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Sends a body with a signature, both as their exact bytes. */
function post(url: string, body: string | Buffer<ArrayBuffer>, signature: string): Promise<Response> {
  const header = Buffer.from(signature).toString('latin1');
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-kgiton-signature': header },
    body,
  });
}
