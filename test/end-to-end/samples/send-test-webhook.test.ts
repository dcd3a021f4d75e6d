import { createHmac } from 'node:crypto';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, startReceiver } from '../../support/http-server.js';
import { violations } from '../../support/validate.js';
import { sampleOf, webhooks } from './code-samples.js';
import { describeInLanguage, type Language, languages, type Program } from './languages.js';
import { runToEnd } from './processes.js';

const SECRET = 'whsec_test_kgiton';
const [{ operation } = { operation: undefined }] = webhooks;
const curl = languages.find(({ label }) => label === 'cURL') as Language;

describeInLanguage(curl, 'the sample in cURL that sends a test webhook', () => {
  let program: Program;
  beforeAll(async () => {
    program = await curl.prepare(sampleOf(webhooks, curl.label).source);
  });
  afterAll(() => program[Symbol.asyncDispose]());

  const send = (url: string, secret = SECRET) =>
    runToEnd(program, { KGITON_WEBHOOK_URL: url, KGITON_WEBHOOK_SECRET: secret });

  test('sends what KGiTON sends: the event of the contract, with both signatures valid', async () => {
    await using receiver = await startReceiver();
    const { exitCode, stdout } = await send(receiver.url);
    const { body, headers, method } = await receiver.next();
    expect(method).toBe('POST');
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-kgiton-signature']).toBe(hmac(body));
    const { signature, ...properties } = JSON.parse(body);
    expect(signature).toBe(hmac(JSON.stringify(properties)));
    expect(JSON.stringify({ ...properties, signature })).toBe(body);
    const { schema = {} } = operation?.requestBody?.content['application/json'] ?? {};
    expect(violations(schema, JSON.parse(body))).toEqual([]);
    expect(Object.keys(properties)).toEqual(Object.keys(schema.properties ?? {}).slice(0, -1));
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `Accepted (200): ${properties.payment_id}\n` });
  });

  test('passes a handler that verifies, and fails with another secret', async () => {
    const paid: string[] = [];
    const webhook = createWebhookHandler({
      secret: SECRET,
      onPaymentSuccess: (event) => paid.push(event.transaction_id),
      onError: () => {},
    });
    await using server = await serve(webhook.node);
    expect(await send(server.url)).toMatchObject({ exitCode: 0 });
    expect(paid).toEqual(['TRX-2026-001']);
    const { exitCode, stderr } = await send(server.url, 'another');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('401');
    expect(paid).toHaveLength(1);
  });

  test('fails when nothing listens, and when the handler redirects', async () => {
    await using server = await serve((_request, response) => {
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await send(server.url)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('307') });
    const { url } = server;
    await server[Symbol.asyncDispose]();
    expect((await send(url)).exitCode).not.toBe(0);
  });
});

function hmac(text: string): string {
  return createHmac('sha256', SECRET).update(text).digest('hex');
}
