import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, LICENSE, request } from '../../../packages/sandbox/test/requests.js';
import { serve, startRedirect } from '../../support/http-server.js';
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

const PREPARING = 240_000; // Go compiles its standard library the first time

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

for (const language of [...languages, ...languagesWithPackage]) {
  describeInLanguage(language, `the sample in ${language.label} that asks for the status`, () => tests(language));
}

function tests({ label, prepare }: Language) {
  // Each test has an account of its own.
  const keyOf = (name: string) => `kgiton_status_${keyOfLanguage(label)}_${name}`;
  const environment = (name: string) => ({ KGITON_BASE_URL: sandbox.url, KGITON_API_KEY: keyOf(name) });

  let program: Program;
  beforeAll(async () => {
    program = await prepare(sampleOf(requests, label, 'getPaymentStatus').source);
  }, PREPARING);
  afterAll(() => program?.[Symbol.asyncDispose]());

  test.concurrent('shows that the payment is pending, and then paid, and takes no token', async () => {
    const apiKey = keyOf('right');
    await generate(sandbox, request({ transaction_id: 'TRX-2026-001' }), { 'x-api-key': apiKey });
    const pending = await runToEnd(program, environment('right'));
    expect(pending).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('pending') });
    const { paidAt = 0 } = await sandbox.pay('TRX-2026-001', apiKey);
    const paid = await runToEnd(program, environment('right'));
    expect(paid).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('paid') });
    expect(paid.stdout).toContain(new Date(paidAt).toISOString().slice(0, 19));
    expect((await sandbox.license(LICENSE, apiKey))?.tokens).toBe(999_999);
  });

  test.concurrent('says that a payment which was never generated is not found', async () => {
    const { exitCode, stdout, stderr } = await runToEnd(program, environment('nothing'));
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('TRANSACTION_NOT_FOUND');
  });

  test.concurrent('asks again when a response is lost', async () => {
    await generate(sandbox, request({ transaction_id: 'TRX-2026-001' }), { 'x-api-key': keyOf('lost') });
    let asked = 0;
    await using proxy = await serve(async (incoming, outgoing) => {
      if (++asked === 1) return incoming.socket.destroy();
      const headers = { 'x-api-key': String(incoming.headers['x-api-key']) };
      const response = await fetch(sandbox.url + incoming.url, { headers });
      outgoing.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text());
    });
    const finished = await runToEnd(program, { ...environment('lost'), KGITON_BASE_URL: proxy.url });
    expect(finished).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('pending') });
    expect(asked).toBe(2);
  });

  test.concurrent('does not follow a redirect, which would take the API key elsewhere', async () => {
    await using server = await startRedirect();
    const { exitCode, stdout } = await runToEnd(program, { ...environment('redirect'), KGITON_BASE_URL: server.url });
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
    expect(server.redirected()).toBe(1);
    expect(server.followed()).toBe(0);
  });
}
