import { unwrap } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import { run, runIn } from './command.js';

const secret = 'whsec_test_kgiton';

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

  test.each([
    [
      ['trigger', 'payment.refunded', '--to', 'http://a.id'],
      /expected the event payment.success, got "payment.refunded"/,
    ],
    [['trigger', 'payment.success'], /--to: expected an http or https URL, got ""/],
    [['trigger', 'payment.success', '--to', 'ftp://a.id'], /--to: expected an http or https URL/],
    [
      ['trigger', 'payment.success', '--to', 'http://u:pa55@a.id'],
      /--to: expected a URL without a user and password in it\.$/m,
    ],
    [
      ['trigger', 'payment.success', '--to', 'http://u:pa55@a.id:99999'],
      /--to: expected an http or https URL, got "\*\*\*@a\.id:99999"/,
    ],
    [['trigger', 'payment.success', '--to', 'http://a.id', '--amount', 'x'], /--amount: expected a whole number/],
    [
      ['trigger', 'payment.success', '--to', 'http://a.id', '--payment-type', 'CASH'],
      /--payment-type: expected QRIS or CHECKOUT_PAGE, got "CASH"/,
    ],
    [['check-webhook'], /check-webhook: expected an http or https URL/],
    [['check-webhook', 'http://a.id', 'http://b.id'], /expected one URL, got 2/],
  ])('%o is refused in two lines', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  test.each(['trigger', 'check-webhook'])('%s --help lists its options', async (command) => {
    const { code, stdout } = await run(command, '--help');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/--webhook-secret.+KGITON_SANDBOX_WEBHOOK_SECRET$/m)]);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});
