import { execFile } from 'node:child_process';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { createWebhookHandler, unwrap } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { serve, startReceiver, text } from '../../../test/support/http-server.js';

const cli = join(ROOT, 'packages/sandbox/dist/cli.js');
const secret = 'whsec_test_kgiton';

function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** What `check-webhook` finds wrong in a handler. */
async function problems(listener: RequestListener): Promise<{ code: number; failed: string[]; fixes: string }> {
  await using server = await serve(listener);
  const { code, stdout } = await run('check-webhook', server.url, '--json');
  const failed = (JSON.parse(stdout) as { name: string; passed: boolean; fix?: string }[]).filter(
    ({ passed }) => !passed,
  );
  return { code, failed: failed.map(({ name }) => name), fixes: failed.map(({ fix }) => fix).join('\n') };
}

const answer =
  (status: number): RequestListener =>
  async (request, response) => {
    await text(request);
    response.writeHead(status).end();
  };

describe('check-webhook', () => {
  test('finds nothing wrong in the SDK’s handler, and says so in a table', async () => {
    const handler = createWebhookHandler({ secret, onPaymentSuccess() {}, onError() {} });
    await using server = await serve(handler.node as RequestListener);
    const { code, stdout } = await run('check-webhook', server.url);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^pass {2}a valid webhook +accepted {2}200, \d+ ms$/m);
    expect(stdout).toMatch(/^11 of 11 passed$/m);
  });

  test('finds forged webhooks taken by a handler that takes everything', async () => {
    const { code, failed, fixes } = await problems(answer(200));
    expect(code).toBe(1);
    expect(failed).toHaveLength(7);
    expect(failed).toContain('a body that was changed');
    expect(fixes).toContain('Verify X-KGiTON-Signature before anything else.');
  });

  test('finds every right webhook refused by a handler that refuses everything', async () => {
    const { failed, fixes } = await problems(answer(401));
    expect(failed).toHaveLength(4);
    expect(fixes).toContain('raw body');
  });

  test('finds the handler of the source document, which throws on a signature of another length', async () => {
    const { failed, fixes } = await problems(async (request, response) => {
      const body = await text(request);
      try {
        const expected = createHmac('sha256', secret).update(body).digest('hex');
        const given = request.headers['x-kgiton-signature'] as string;
        const isRight = timingSafeEqual(Buffer.from(given), Buffer.from(expected));
        response.writeHead(isRight ? 200 : 401).end();
      } catch {
        response.writeHead(500).end();
      }
    });
    expect(failed).toEqual([
      'no signature',
      'an empty signature',
      'a signature that is no hex',
      'a signature that is too short',
      'a signature that is too long',
    ]);
    expect(fixes).toContain('simply a wrong one. Answer 401');
  });

  test('finds a body that was parsed and written anew before it was verified', async () => {
    const { failed } = await problems(async (request, response) => {
      const rewritten = JSON.stringify(JSON.parse(await text(request)), null, 1);
      try {
        unwrap(rewritten, request.headers, secret);
        response.writeHead(200).end();
      } catch {
        response.writeHead(401).end();
      }
    });
    expect(failed).toContain('a valid webhook');
  });

  test('says when nobody answers', async () => {
    const { code, stdout } = await run('check-webhook', 'http://127.0.0.1:47');
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL {2}a valid webhook.+\n +No answer came \(connect ECONNREFUSED 127\.0\.0\.1:47\)/);
    expect(stdout).toContain('0 of 11 passed');
  });
});

describe('trigger', () => {
  test('sends one signed webhook and exits with 0 when it is acknowledged', async () => {
    await using receiver = await startReceiver();
    const args = [
      '--to',
      receiver.url,
      '--amount',
      '75000',
      '--transaction-id',
      'TRX-9',
      '--webhook-secret',
      'whsec_mine',
    ];
    const { code, stdout } = await run('trigger', 'payment.success', ...args);
    expect([code, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Acknowledged: 200 in \d+ ms$/)]);
    const { headers, body } = await receiver.next();
    expect(unwrap(body, headers, 'whsec_mine')).toMatchObject({ transaction_id: 'TRX-9', amount: 75_000 });
  });

  test('exits with 1 when it is not', async () => {
    await using server = await serve(answer(503));
    const { code, stdout } = await run('trigger', 'payment.success', '--to', server.url, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ acknowledged: false, status: 503 })]);
  });

  test.each([
    [
      ['trigger', 'payment.refunded', '--to', 'http://a.id'],
      /expected the event payment.success, got "payment.refunded"/,
    ],
    [['trigger', 'payment.success'], /--to: expected an http or https URL, got ""/],
    [['trigger', 'payment.success', '--to', 'ftp://a.id'], /--to: expected an http or https URL/],
    [['trigger', 'payment.success', '--to', 'http://a.id', '--amount', 'x'], /--amount: expected a whole number/],
    [['check-webhook'], /check-webhook: expected an http or https URL/],
    [['check-webhook', 'http://a.id', 'http://b.id'], /expected one URL, got 2/],
  ])('%o is refused in two lines', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  test.each(['trigger', 'check-webhook'])('%s --help tells its options', async (command) => {
    const { code, stdout } = await run(command, '--help');
    expect([code, stdout]).toEqual([0, expect.stringContaining('--webhook-secret')]);
  });
});
