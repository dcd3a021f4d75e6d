import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonBody, type Operation } from '../../../packages/docs/src/document.js';
import { checkoutPrograms } from '../../../packages/docs/src/operation/checkout-programs.js';
import { serve, startRedirect, text } from '../../support/http-server.js';
import { spread } from '../../support/spread.js';
import { requests, sampleOf } from './code-samples.js';
import {
  describeInLanguage,
  keyOfLanguage,
  type Language,
  languages,
  languagesWithPackage,
  type Program,
} from './languages.js';
import { runToEnd } from './processes.js';

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const examples = requests[0]?.operation.requestBody?.content['application/json']?.examples;
const PREPARING = 240_000; // Go compiles its standard library the first time

const generatePayment = requests[0]?.operation as Operation;
const example = jsonBody(generatePayment.requestBody).examples?.CHECKOUT_PAGE?.value;

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

for (const language of [...languages, ...languagesWithPackage]) {
  describeInLanguage(language, `the sample in ${language.label} that generates a payment`, () => tests(language));
}

function tests({ label, prepare }: Language) {
  // Each test has an account of its own.
  const keyOf = (name: string) => `kgiton_sample_${keyOfLanguage(label)}_${name}`;
  const environment = (name: string) => ({
    KGITON_BASE_URL: sandbox.url,
    KGITON_API_KEY: keyOf(name),
    KGITON_LICENSE_KEY: LICENSE,
    KGITON_WEBHOOK_URL: 'http://127.0.0.1:9/webhook/payment',
  });
  const tokens = async (name: string) => (await sandbox.license(LICENSE, keyOf(name)))?.tokens ?? Number.NaN;

  let program: Program;
  beforeAll(async () => {
    program = await prepare(sampleOf(requests, label).source);
  }, PREPARING);
  afterAll(() => program?.[Symbol.asyncDispose]());

  test.concurrent('shows the payment that KGiTON has', async () => {
    const { exitCode, stdout, stderr } = await runToEnd(program, environment('right'));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [payment, ...others] = await sandbox.payments(keyOf('right'));
    expect(others).toEqual([]);
    const { payment_id, qris, expires_at } = payment?.response ?? {};
    // Each language has a way of its own to write the offset of UTC.
    for (const shown of [payment_id, qris?.qr_image_url, expires_at?.slice(0, 19)]) expect(stdout).toContain(shown);
    expect(payment?.request).toEqual({
      transaction_id: 'TRX-2026-001',
      amount: 50_000,
      license_key: LICENSE,
      payment_type: 'QRIS',
      description: 'Laundry Payment',
      webhook_url: 'http://127.0.0.1:9/webhook/payment',
    });
  });

  const hasPackage = languagesWithPackage.some((one) => one.label === label);
  test.skipIf(hasPackage)(
    'shows the checkout page, in its variant that generates one',
    { timeout: PREPARING },
    async () => {
      const [variant] = checkoutPrograms(generatePayment, [sampleOf(requests, label)]);
      await using checkout = await prepare(variant?.source ?? '');
      const { exitCode, stdout, stderr } = await runToEnd(checkout, environment('checkout'));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const [payment] = await sandbox.payments(keyOf('checkout'));
      const { payment_id, payment_url, expires_at } = payment?.response ?? {};
      for (const shown of [payment_id, payment_url, expires_at]) expect(stdout).toContain(shown);
      const { transaction_id, amount, description, items } = example as Record<string, unknown>;
      expect(payment?.request).toEqual({
        transaction_id,
        amount,
        license_key: LICENSE,
        payment_type: 'CHECKOUT_PAGE',
        description,
        webhook_url: 'http://127.0.0.1:9/webhook/payment',
        items,
      });
    },
  );

  test.runIf(hasPackage)(
    'creates the checkout page of the contract with the other sample, which opens and can be paid',
    async () => {
      await using checkout = await prepare(sampleOf(requests, label, 'generatePayment', 'CHECKOUT_PAGE').source);
      const { exitCode, stdout, stderr } = await runToEnd(checkout, environment('checkout'));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const [payment] = await sandbox.payments(keyOf('checkout'));
      const { license_key, webhook_url, ...sent } = payment?.request ?? {};
      expect({ license_key, webhook_url }).toEqual({
        license_key: LICENSE,
        webhook_url: 'http://127.0.0.1:9/webhook/payment',
      });
      expect(Object.keys(sent)).toContain('items');
      expect(examples?.CHECKOUT_PAGE?.value).toMatchObject(sent);
      const { payment_id, payment_url, expires_at } = payment?.response ?? {};
      for (const shown of [payment_id, payment_url, expires_at?.slice(0, 19)]) expect(stdout).toContain(shown);
      // It opens in a browser, and can be paid there.
      const page = await (await fetch(payment_url ?? '')).text();
      for (const shown of ['Laundry 5kg', 'Extra Parfum', '150.000']) expect(page).toContain(shown);
      const [, action = ''] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      await fetch(new URL(action, payment_url ?? ''), { method: 'POST', redirect: 'manual' });
      expect((await sandbox.payment('TRX-2026-002', keyOf('checkout')))?.paidAt).toBeDefined();
    },
    PREPARING,
  );

  test.runIf(label === 'cURL').each([
    { given: 'jq prints on several lines', jq: 'cat "$2" && echo "{ several lines }"', ends: '{ several lines }\n' },
    { given: 'jq does not run, as it stands', jq: 'exit 127', ends: '}' },
  ])('prints the response that $given', async ({ jq, ends }) => {
    const folder = join(program.folder, `jq-${ends.length}`);
    await mkdir(folder);
    await writeFile(join(folder, 'jq'), `#!/bin/sh\n${jq}\n`, { mode: 0o755 });
    const PATH = `${folder}:${process.env.PATH}`;
    const { exitCode, stdout, stderr } = await runToEnd(program, { ...environment('jq'), PATH });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.startsWith('{"success":true,')).toBe(true);
    expect(stdout.endsWith(ends)).toBe(true);
  });

  const refusals = [
    { given: 'a license key that is wrong', change: { KGITON_LICENSE_KEY: 'WRONG' }, code: 'INVALID_LICENSE' },
    {
      given: 'a license key without tokens',
      change: { KGITON_LICENSE_KEY: 'SANDB-EMPTY-00000-00000-00001' },
      code: 'INSUFFICIENT_TOKENS',
    },
    { given: 'an API key that is wrong', change: { KGITON_API_KEY: 'wrong' }, code: 'AUTHENTICATION_ERROR' },
    { given: 'a webhook address that is none', change: { KGITON_WEBHOOK_URL: 'shop' }, code: 'VALIDATION_ERROR' },
    {
      given: 'a gateway that stays busy',
      change: { KGITON_LICENSE_KEY: 'SANDB-GATEW-AYERR-00000-00001' },
      code: 'GATEWAY_ERROR',
    },
  ];
  test.concurrent.each(spread(refusals, 2))('fails with $code for $given', async ({ change, code }) => {
    const { exitCode, stdout, stderr } = await runToEnd(program, { ...environment(code), ...change });
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain(code);
    expect(await sandbox.payments(keyOf(code))).toEqual([]);
  });

  test.concurrent('retries when the response is lost, and takes one token', async () => {
    const before = await tokens('lost');
    await using proxy = await startLossyProxy(1);
    const { exitCode, stdout } = await runToEnd(program, { ...environment('lost'), KGITON_BASE_URL: proxy.url });
    expect(exitCode).toBe(0);
    expect(proxy.bodies()).toHaveLength(2);
    expect(new Set(proxy.bodies()).size).toBe(1);
    const payments = await sandbox.payments(keyOf('lost'));
    expect(payments).toHaveLength(1);
    expect(stdout).toContain(payments[0]?.paymentId);
    expect(await tokens('lost')).toBe(before - 1);
  });

  test.concurrent('gives up when every response is lost, and says that the payment may exist', async () => {
    await using proxy = await startLossyProxy(Number.POSITIVE_INFINITY);
    const answer = await runToEnd(program, { ...environment('silent'), KGITON_BASE_URL: proxy.url });
    expect(answer.exitCode).not.toBe(0);
    expect(answer.stdout).toBe('');
    expect(answer.stderr).toMatch(/payment may exist/);
    expect(proxy.bodies()).toHaveLength(3);
  });

  test.concurrent('fails when something other than KGiTON responds', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Forbidden</h1>');
    });
    const answer = await runToEnd(program, { ...environment('html'), KGITON_BASE_URL: server.url });
    expect(answer.exitCode).not.toBe(0);
    expect(answer.stdout).toBe('');
    expect(answer.stderr).toMatch(/403|UNEXPECTED_RESPONSE/);
    expect(answer.stderr).not.toMatch(/Traceback|Fatal error|Exception in|^\s+at /m);
  });

  test.concurrent('does not follow a redirect, which would take the API key elsewhere', async () => {
    await using server = await startRedirect();
    const { exitCode, stdout } = await runToEnd(program, { ...environment('redirect'), KGITON_BASE_URL: server.url });
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(server.redirected()).toBe(1);
    expect(server.followed()).toBe(0);
  });

  /** Stands in front of the sandbox, and cuts the connection instead of passing on the first so many answers. */
  async function startLossyProxy(lost: number) {
    const bodies: string[] = [];
    const server = await serve(async (request, response) => {
      bodies.push(await text(request));
      const answer = await fetch(sandbox.url + request.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': String(request.headers['x-api-key']) },
        body: bodies.at(-1) ?? '',
      });
      const body = await answer.text();
      if (bodies.length <= lost) request.socket.destroy();
      else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
    });
    return { ...server, bodies: () => bodies };
  }
}
