import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrap, verifyWebhook } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import { checkWebhook } from '../src/cli/check-webhook.js';
import { UsageError } from '../src/cli/options.js';
import { trigger } from '../src/cli/trigger.js';
import { run, runIn } from './command.js';

const secret = 'whsec_test_kgiton';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-trigger-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file with this content. */
async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** Expects a command to be refused in one line; `main` prints another, which points to the help. */
async function expectRefusal(running: Promise<void>, message: RegExp): Promise<void> {
  const error = await running.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).message).toMatch(message);
  expect((error as UsageError).message).not.toContain('\n');
}

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

  test('signs with the secret of the environment, unless one is given', async () => {
    await using receiver = await startReceiver();
    const environment = { KGITON_SANDBOX_WEBHOOK_SECRET: 'whsec_other' };
    for (const [args, expected] of [
      [[], 'whsec_other'],
      [['--webhook-secret', secret], secret],
    ] as const) {
      await runIn(environment, 'trigger', 'payment.success', '--to', receiver.url, ...args);
      const { headers, body } = await receiver.next();
      expect(unwrap(body, headers, expected)).toMatchObject({ event: 'payment.success' });
    }
  });

  test('sends the same payment again when it is named, as a duplicate', async () => {
    await using receiver = await startReceiver();
    const args = ['--payment-id', 'PAY-AGAIN', '--payment-type', 'CHECKOUT_PAGE'];
    for (const _time of ['first', 'second']) {
      await run('trigger', 'payment.success', '--to', receiver.url, ...args);
      const event = JSON.parse((await receiver.next()).body);
      expect(event).toMatchObject({ payment_id: 'PAY-AGAIN', payment_type: 'CHECKOUT_PAGE' });
    }
  });

  test('exits with 1 when the webhook is not acknowledged', async () => {
    await using server = await serve((_incoming, response) => response.writeHead(503).end());
    const { code, stdout } = await run('trigger', 'payment.success', '--to', server.url, '--json');
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ acknowledged: false, status: 503 })]);
  });

  test('sends the bytes of a file, signed', async () => {
    await using receiver = await startReceiver();
    const body = '{ "event":"payment.success",\r\n  "amount": 50000.0, "note": "caf\\u00e9 ☕" }\n';
    const args = ['--to', receiver.url, '--data', await file('event.json', body), '--count', '2'];
    expect((await run('trigger', 'payment.success', ...args)).code).toBe(0);
    for (const _time of ['first', 'second']) {
      const sent = await receiver.next();
      expect(sent.body).toBe(body);
      expect(verifyWebhook(body, String(sent.headers['x-kgiton-signature']), secret)).toBe(true);
    }
  });

  test('sends other headers, in the place of the usual ones too', async () => {
    await using receiver = await startReceiver();
    const headers = ['--header', 'X-Trace: 7', '--header', 'x-kgiton-signature:'];
    await run('trigger', 'payment.success', '--to', receiver.url, ...headers);
    const { headers: sent } = await receiver.next();
    expect(sent).toMatchObject({ 'x-trace': '7', 'x-kgiton-signature': '', 'content-type': 'application/json' });
  });

  test('sends several webhooks with a pause between them, each of a new payment', async () => {
    const arrivals: { at: number; id: string; payment: string }[] = [];
    await using server = await serve(async (incoming, response) => {
      const { transaction_id: id, payment_id: payment } = JSON.parse(
        Buffer.concat(await incoming.toArray()).toString(),
      );
      arrivals.push({ at: performance.now(), id, payment });
      response.writeHead(id === 'TRX-2026-002' ? 500 : 200).end();
    });
    const args = ['--to', server.url, '--count', '3', '--interval', '40', '--json'];
    const { code, stdout } = await run('trigger', 'payment.success', ...args);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, lines.map(({ status }) => status)]).toEqual([1, [200, 500, 200]]);
    expect(arrivals.map(({ id }) => id)).toEqual(['TRX-2026-001', 'TRX-2026-002', 'TRX-2026-003']);
    expect(new Set(arrivals.map(({ payment }) => payment)).size).toBe(3);
    expect((arrivals[2]?.at ?? 0) - (arrivals[0]?.at ?? 0)).toBeGreaterThanOrEqual(75);
  });

  test('sends several webhooks of one payment once its transaction is named', async () => {
    await using receiver = await startReceiver();
    await run('trigger', 'payment.success', '--to', receiver.url, '--count', '2', '--transaction-id', 'TRX-7');
    const [first, second] = [await receiver.next(), await receiver.next()].map(({ body }) => JSON.parse(body));
    expect(first).toMatchObject({ transaction_id: 'TRX-7' });
    expect(second.payment_id).toBe(first.payment_id);
  });

  test.each([
    ['wrong-secret', (body: string, signature: string) => !verifyWebhook(body, signature, secret)],
    ['tampered', (body: string, signature: string) => verifyWebhook(body.replace('50001', '50000'), signature, secret)],
    ['uppercase-signature', (_body: string, signature: string) => /^[0-9A-F]{64}$/.test(signature)],
    ['delayed=0', (body: string, signature: string) => verifyWebhook(body, signature, secret)],
    ['slow=0.2', (body: string, signature: string) => verifyWebhook(body, signature, secret)],
    ['early', (body: string, signature: string) => verifyWebhook(body, signature, secret)],
  ])('sends a webhook with the fault %s', async (fault, isAsExpected) => {
    await using receiver = await startReceiver();
    const { code, stdout } = await run('trigger', 'payment.success', '--to', receiver.url, '--fault', fault, '--json');
    const { headers, body } = await receiver.next();
    expect(isAsExpected(body, String(headers['x-kgiton-signature']))).toBe(true);
    expect([code, JSON.parse(stdout).body]).toEqual([0, body]);
    if (fault.startsWith('slow')) expect(JSON.parse(stdout).duration).toBeGreaterThan(150);
  });

  test('sends a duplicate at the same moment, and nothing for a webhook that never comes', async () => {
    const bodies: string[] = [];
    const waiting: (() => void)[] = [];
    await using server = await serve(async (incoming, response) => {
      bodies.push(Buffer.concat(await incoming.toArray()).toString());
      waiting.push(() => response.end());
      if (waiting.length === 2) for (const respond of waiting) respond();
    });
    const duplicate = await run('trigger', 'payment.success', '--to', server.url, '--fault', 'duplicate');
    expect([duplicate.code, duplicate.stdout.match(/^Acknowledged/gm)]).toEqual([0, ['Acknowledged', 'Acknowledged']]);
    expect(bodies[1]).toBe(bodies[0]);
    const never = await run('trigger', 'payment.success', '--to', server.url, '--fault', 'never');
    expect([never.code, never.stdout, bodies.length]).toEqual([0, 'Withheld\n', 2]);
  });

  test.each<[string, (make: typeof file) => Promise<string[]>, RegExp]>([
    ['a file that is missing', async () => ['--data', 'no-such.json'], /--data: cannot read no-such\.json: ENOENT/],
    ['no JSON', async (make) => ['--data', await make('a.txt', 'amount=1')], /--data: expected JSON in .+a\.txt: /],
    ['no UTF-8', async (make) => ['--data', await make('b.json', Buffer.from([0x22, 0xe9, 0x22]))], /is not UTF-8/],
    [
      'a body of its own and an amount',
      async (make) => ['--data', await make('c.json', '{}'), '--amount', '1'],
      /--data: expected no --amount beside it/,
    ],
    [
      'nothing to tamper with',
      async (make) => ['--data', await make('d.json', '{}'), '--fault', 'tampered'],
      /--fault tampered: expected an amount in the body, found none/,
    ],
    ['no header', async () => ['--header', 'X Trace'], /--header: expected NAME: VALUE, got "X Trace"/],
    ['a header of the connection', async () => ['--header', 'Content-Length: 1'], /Content-Length belongs to the conn/],
    ['a header of two lines', async () => ['--header', 'X-A: 1\r\nX-B: 2'], /--header: expected NAME: VALUE/],
    ['no fault', async () => ['--fault', 'reset'], /--fault: expected duplicate, .+ or slow, got "reset"/],
    ['too many seconds', async () => ['--fault', 'slow=61'], /--fault: Expected 0 to 60 seconds for a fault slow/],
    ['no seconds', async () => ['--fault', 'slow='], /--fault: Expected 0 to 60 seconds for a fault slow, got NaN/],
    ['none to send', async () => ['--count', '0'], /--count: expected a whole number from 1 to 1000000, got "0"/],
    ['a negative pause', async () => ['--interval=-1'], /--interval: expected a whole number from 0 to 3600000/],
  ])('%s is refused', async (_what, args, message) => {
    await expectRefusal(trigger(['payment.success', '--to', 'http://a.id', ...(await args(file))]), message);
  });

  test.each([
    [['payment.refunded', '--to', 'http://a.id'], /expected the event payment.success, got "payment.refunded"/],
    [['payment.success'], /--to: expected an http or https URL, got ""/],
    [['payment.success', '--to', 'ftp://a.id'], /--to: expected an http or https URL/],
    [['payment.success', '--to', 'http://u:pa55@a.id'], /--to: expected a URL without a user and password in it\.$/],
    [
      ['payment.success', '--to', 'http://u:pa55@a.id:99999'],
      /--to: expected an http or https URL, got "\*\*\*@a\.id:99999"/,
    ],
    [['payment.success', '--to', 'http://a.id', '--amount', 'x'], /--amount: expected a whole number/],
    [
      ['payment.success', '--to', 'http://a.id', '--payment-type', 'CASH'],
      /--payment-type: expected QRIS or CHECKOUT_PAGE, got "CASH"/,
    ],
  ])('%o is refused', async (args, message) => {
    await expectRefusal(trigger(args), message);
  });

  test('prints a refusal in two lines, and exits with 1', async () => {
    const { code, stdout, stderr } = await run('trigger', 'payment.success', '--to', 'http://a.id', '--count', '0');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^kgiton-sandbox: --count: expected a whole number .+\nRun kgiton-sandbox --help .+\n$/);
  });

  test.each([
    [[], /check-webhook: expected an http or https URL/],
    [['http://a.id', 'http://b.id'], /expected one URL, got 2/],
  ])('check-webhook %o is refused', async (args, message) => {
    await expectRefusal(checkWebhook(args), message);
  });

  test.each(['trigger', 'check-webhook'])('%s --help lists its options', async (command) => {
    const { code, stdout } = await run(command, '--help');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/--webhook-secret.+KGITON_SANDBOX_WEBHOOK_SECRET$/m)]);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
