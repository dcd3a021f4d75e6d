import { createWebhookHandler, unwrap } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { checkHandler } from '../src/cli/check-webhook/check.js';
import { countAt } from '../src/cli/check-webhook/count.js';
import { UsageError } from '../src/cli/options.js';
import type { Send } from '../src/webhooks/send.js';
import { run } from './command.js';

const secret = 'whsec_test_kgiton';
const options = { secret, transactionId: 'ORDER-1', amount: 50_000 };

type Event = ReturnType<typeof unwrap>;

/** A shop with a page that tells the count of a payment. */
function shop(receive: (event: Event, count: (id: string) => void, counts: Map<string, number>) => unknown) {
  const counts = new Map<string, number>();
  const add = (id: string) => counts.set(id, (counts.get(id) ?? 0) + 1);
  const handler: Send = async (request) => {
    if (request.method !== 'POST') return new Response(null, { status: 405 });
    const body = await request.text();
    try {
      await receive(unwrap(body, request.headers, secret), add, counts);
      return new Response(null, { status: 204 });
    } catch {
      return new Response(null, { status: 401 });
    }
  };
  return { handler, counts, add };
}

/** The results with counts, of each payment or of the order. */
async function check({ handler, counts }: Pick<ReturnType<typeof shop>, 'handler' | 'counts'>, timeout = 0) {
  const results = await checkHandler('http://shop.test/hook', handler, {
    ...options,
    timeout,
    count: async ({ paymentId, transactionId }) => counts.get(paymentId) ?? counts.get(transactionId) ?? 0,
  });
  return {
    results,
    wrong: results.filter(({ verdict }) => verdict !== 'passed').map(({ name, mistake }) => [name, mistake]),
  };
}

const ONCE = ['each payment is counted once', 'miscounted'];

describe('check-webhook that is told the count of a payment', () => {
  test('finds a handler for the event of older SDKs, which accepts everything and counts nothing', async () => {
    const handler: Send = async (request) => {
      if (request.method !== 'POST') return new Response(null, { status: 405 });
      const { event } = JSON.parse((await request.text()) || '{}');
      if (event === 'partner_payment.success') throw new Error('no case sends it');
      return new Response('{"received":true}');
    };
    const { results, wrong } = await check({ handler, counts: new Map() });
    expect(wrong).toContainEqual(ONCE);
    expect(results.find(({ name }) => name === 'a valid webhook')).toMatchObject({ verdict: 'failed', counted: 0 });
    expect(results.find(({ name }) => name === 'no signature')).toMatchObject({
      verdict: 'failed',
      expected: 'refused',
    });
  });

  test('passes a shop that remembers the ids of payments in memory', async () => {
    const seen = new Set<string>();
    const { wrong, results } = await check(
      shop(({ event, payment_id }, count) => {
        if (event !== 'payment.success' || seen.has(payment_id)) return;
        seen.add(payment_id);
        count(payment_id);
      }),
    );
    expect(wrong).toEqual([]);
    expect(results.slice(0, 4).map(({ counted }) => counted)).toEqual([1, 1, 0, 0]);
    expect(results.at(-1)).toEqual({ name: 'each payment is counted once', expected: 'once', verdict: 'passed' });
  });

  test('passes a shop that marks an order as paid, and counts by the order', async () => {
    const { wrong } = await check(
      shop(({ event, transaction_id }, count, counts) => {
        if (event === 'payment.success' && !counts.has(transaction_id)) count(transaction_id);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('passes the SDK’s handler', async () => {
    const counts = new Map<string, number>();
    const handler = createWebhookHandler({
      secret,
      onPaymentSuccess: async ({ payment_id }) => {
        await Promise.resolve();
        counts.set(payment_id, (counts.get(payment_id) ?? 0) + 1);
      },
      onError() {},
    });
    expect((await check({ handler, counts })).wrong).toEqual([]);
  });

  test('finds a shop that counts every duplicate as a new payment', async () => {
    const { wrong, results } = await check(
      shop(({ event, payment_id }, count) => event === 'payment.success' && count(payment_id)),
    );
    expect(wrong).toEqual([
      ['the same webhook at the same moment', 'counted-twice'],
      ['the same webhook again', 'counted-twice'],
      ONCE,
    ]);
    expect(results[2]?.fix).toContain('Store payment_id in a column with a unique index');
  });

  test('finds a shop that looks first and remembers later, which two webhooks at the same moment outrun', async () => {
    let release = () => {};
    const bothAreThere = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = 0;
    const { wrong } = await check(
      shop(async ({ event, transaction_id }, count, counts) => {
        if (event !== 'payment.success' || counts.has(transaction_id)) return;
        if (++arrived === 2) release();
        await bothAreThere;
        count(transaction_id);
      }),
    );
    expect(wrong).toEqual([['the same webhook at the same moment', 'counted-twice'], ONCE]);
  });

  test('finds a payment that is counted before its signature is verified, whatever the response', async () => {
    const { handler, counts, add } = shop(() => {});
    const { wrong } = await check({
      counts,
      handler: async (request) => {
        const text = await request.clone().text();
        const id = /"payment_id":"(.+?)"/.exec(text)?.[1] ?? '';
        if (!counts.has(id)) add(id);
        return handler(request);
      },
    });
    expect(wrong.filter(([, mistake]) => mistake === 'counted-forged')).toHaveLength(8);
    expect(wrong).toContainEqual(['a body that was changed', 'counted-forged']);
    expect(wrong).toContainEqual(['an unknown event', 'counted-event']);
  });

  test('finds an accepted payment that is not counted at all', async () => {
    expect((await check(shop(() => {}))).wrong).toEqual([['a valid webhook', 'not-counted'], ONCE]);
  });

  test('cannot see a second count of an order that was paid before', async () => {
    const paid = shop(({ transaction_id }, count, counts) => !counts.has(transaction_id) && count(transaction_id));
    paid.add('ORDER-1');
    const { wrong, results } = await check(paid);
    expect(wrong).toEqual([
      ['a valid webhook', 'counted-before'],
      ['each payment is counted once', undefined],
    ]);
    expect(results.map(({ verdict }) => verdict)).not.toContain('failed');
    expect(results.at(-1)?.fix).toContain('name an order that is not paid yet with --transaction-id');
  });

  test('waits for a shop that processes payments in a queue', async () => {
    const { wrong } = await check(
      shop(({ event, payment_id }, count) => {
        // After the response, as the worker of a queue does.
        if (event === 'payment.success') setTimeout(() => count(payment_id), 5);
      }),
      10_000,
    );
    expect(wrong).toEqual([
      ['the same webhook at the same moment', 'counted-twice'],
      ['the same webhook again', 'counted-twice'],
      ONCE,
    ]);
  });

  test('ends with what it has seen when the count is not told any more', async () => {
    const { handler } = shop(() => {});
    let questions = 0;
    const results = await checkHandler('http://shop.test/hook', handler, {
      ...options,
      timeout: 0,
      async count() {
        if (++questions > 6) throw new UsageError('--probe: gone.');
        return Math.min(questions - 1, 1);
      },
    });
    expect(results.at(-1)).toMatchObject({
      name: 'each payment is counted once',
      verdict: 'failed',
      fix: '--probe: gone.',
    });
    expect(results.filter(({ verdict }) => verdict === 'untried').length).toBeGreaterThan(15);
  });
});

describe('--probe URL', () => {
  const ids = { paymentId: 'PAY-1', transactionId: 'ÖRDER 1' };

  test.each([
    ['http://shop.test/count', 'http://shop.test/count?payment_id=PAY-1&transaction_id=%C3%96RDER+1'],
    ['http://shop.test/count?key=1', 'http://shop.test/count?key=1&payment_id=PAY-1&transaction_id=%C3%96RDER+1'],
    ['http://shop.test/{payment_id}/count', 'http://shop.test/PAY-1/count'],
    ['http://shop.test/?order={transaction_id}', 'http://shop.test/?order=%C3%96RDER%201'],
  ])('%s: a GET to %s', async (url, asked) => {
    const requests: string[] = [];
    await countAt(url, async (request) => {
      requests.push(`${request.method} ${request.url}`);
      return new Response('0');
    })(ids);
    expect(requests).toEqual([`GET ${asked}`]);
  });

  test.each([
    ['3', 3],
    ['0\n', 0],
    ['{"count": 2}', 2],
    ['{"count":2,"of":"PAY-1"}', 2],
  ])('%j is %i', async (text, count) => {
    expect(await countAt('http://shop.test', async () => new Response(text))(ids)).toBe(count);
  });

  test.each([
    [new Response('', { status: 404 }), 'got status 404.'],
    [new Response(null, { status: 204 }), 'got status 204.'],
    [new Response('"3"'), 'got ""3"".'],
    [new Response('-1'), 'got "-1".'],
    [new Response('1.5'), 'got "1.5".'],
    [new Response('null'), 'got "null".'],
    [new Response(''), 'got "".'],
    [new Response('\u001b[2J<h1>\u009b31m'), 'got " [2J<h1> 31m".'],
  ])('%o is refused: %s', async (response, got) => {
    await expect(countAt('http://shop.test', async () => response)(ids)).rejects.toThrow(
      `--probe: expected status 200 and a whole number, or {"count": N}, ${got}`,
    );
  });

  test('is asked by the command, which prints the count', async () => {
    const counts = new Map<string, number>();
    const handler = createWebhookHandler({
      secret,
      onPaymentSuccess: ({ payment_id }) => counts.set(payment_id, 1),
      onError() {},
    });
    await using server = await serve((request, response) => {
      const id = new URL(request.url ?? '', 'http://shop.test').searchParams.get('payment_id');
      if (!id) return handler.node(request, response);
      response.end(JSON.stringify({ count: counts.get(id) ?? 0 }));
    });
    const { code, stdout } = await run('check-webhook', server.url, '--probe', `${server.url}/count`, '--json');
    const results = JSON.parse(stdout);
    expect([code, results[0].counted, results.at(-1).verdict]).toEqual([0, 1, 'passed']);
  });

  test.each([
    ['count', /--probe: expected an http or https URL, got "count"/],
    ['http://127.0.0.1:47', /--probe: expected status 200 and .+ got no response \(connect ECONNREFUSED/],
  ])('%s is reported before any webhook is sent', async (url, message) => {
    let count = 0;
    await using server = await serve((_request, response) => {
      count++;
      response.end();
    });
    const { code, stderr } = await run('check-webhook', server.url, '--probe', url);
    expect([code, count]).toEqual([1, 0]);
    expect(stderr).toMatch(message);
  });
});
