// partner-payment-module.md beside this file is the document that everything starts from, as it is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import type { PartnerPaymentResponse } from '@kgiton/sdk';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { createTypeScriptProject, fencedBlocks, type TypeScriptProject } from '../../support/typescript-project.js';

const [setUp = '', qris = '', checkout = '', raw = '', webhook = '', response = '', errors = '', whole = '', ...more] =
  fencedBlocks(
    await readFile(join(ROOT, 'test/end-to-end/source-document/partner-payment-module.md'), 'utf8'),
    'typescript',
  );

let server: RunningSandbox;
let project: TypeScriptProject;

/** The snippets with what their readers have around them; nothing in them is changed but the base URL. */
const programs = {
  qris: `${setUp}\n${qris}`,
  checkout: `${setUp}\n${checkout}`,
  raw: `${setUp}\n${raw}\nconsole.log(payment.qris.qr_content);`,
  webhook: `import express from 'express';
const app = express();
${webhook}
const server = app.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port));`,
  response: `import type { PartnerPaymentResponse as Ours } from '@kgiton/sdk';
${response}
export const assign = (ours: Ours): PartnerPaymentResponse => ours;`,
  errors: `${setUp}\n${errors.replace('XXXXX-XXXXX', 'OTHER-XXXXX')}`,
  whole: `${whole}
console.log(await createPayment('ORDER-1', 50_000));
console.log(await createPayment('ORDER-2', 150_000));
await createPayment('ORDER-3', 1).catch((error) => console.log(error.code));`,
};

beforeAll(async () => {
  server = await startSandbox({ port: 0 });
  project = await createTypeScriptProject({ useUnknownInCatchVariables: false });
  const sources = Object.entries(programs).map(([name, code]) => [
    name,
    code.replaceAll("'https://api.kgiton.com'", JSON.stringify(server.url)),
  ]);
  await project.compile(Object.fromEntries(sources));
});
afterAll(async () => {
  await project[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test('the document has the eight snippets that are tried here', () => {
  expect([setUp, qris, checkout, raw, webhook, response, errors, whole].filter(Boolean)).toHaveLength(8);
  expect(more).toEqual([]);
});

test('generateQris() runs as written', async () => {
  const { stdout, stderr } = await project.run('qris');
  expect(stdout).toMatch(/QRIS URL: http:.+\nQRIS Content: 000201.+\nExpires at: 20.+Z\n/);
  expect(stderr).toBe('');
});

test('generateCheckoutPage() runs as written', async () => {
  expect((await project.run('checkout')).stdout).toMatch(/Checkout URL: http:/);
});

test('generate() runs as written, and its type says that a QRIS payment has a code', async () => {
  expect((await project.run('raw')).stdout).toMatch(/^000201/);
});

test('the response is the documented one', async () => {
  const assignable: PartnerPaymentResponse | undefined = undefined;
  expect(assignable).toBeUndefined();
  expect((await project.run('response')).stderr).toBe('');
});

test('the catch block runs as written', async () => {
  expect((await project.run('errors')).stderr).toBe('License key tidak valid\n');
});

test('the complete example runs as written', async () => {
  const { stdout, stderr } = await project.run('whole');
  expect(stdout).toMatch(
    /type: 'qris',\s+qrUrl: 'http:[\s\S]+type: 'checkout',\s+checkoutUrl: 'http:[\s\S]+INVALID_AMOUNT/,
  );
  expect(stderr).toMatch(/^Payment creation failed: /);
});

test('the webhook handler runs as written, and accepts what the SDK signs', async () => {
  const child = spawn(process.execPath, [join(project.folder, 'webhook.js')], { cwd: project.folder });
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const url = `http://127.0.0.1:${Number(port)}/webhook/payment`;
    const body = JSON.stringify(createTestEvent({ transaction_id: 'TRX-77' }));
    const post = (secret: string) =>
      fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, secret) },
      });
    const paid = once(child.stdout, 'data');
    expect((await post('your_webhook_secret')).status).toBe(200);
    expect(String(await paid)).toContain('Payment successful: TRX-77');
    expect((await post('another')).status).toBe(401);
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});
