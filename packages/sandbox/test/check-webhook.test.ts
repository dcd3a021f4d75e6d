import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { serve, text } from '../../../test/support/http-server.js';
import { type CheckResult, checkHandler, judgeSpeed } from '../src/cli/check-webhook/check.js';
import { diagnosisOfSilence } from '../src/cli/check-webhook/fixes.js';
import { hmac } from '../src/platform/node.js';
import type { Send } from '../src/webhooks/send.js';
import { run, runIn } from './command.js';

const secret = 'whsec_test_kgiton';

const CASES = [
  'a valid webhook',
  'the same webhook at the same moment',
  'the same webhook again',
  'a body that was changed',
  'no signature',
  'an empty signature',
  'a signature that is not hex',
  'a signature that is too short',
  'a signature that is too long',
  'a signature under another secret',
  'white space between the tokens',
  'escaped characters',
  'escaped slashes',
  'a number with a decimal point',
  'properties in another order',
  'an added property',
  'a body in unicode',
  'an unknown event',
  'an empty body',
  'a body that is not JSON',
  'a large body',
  'a GET',
  'acknowledged within 10 s',
];

const options = { secret, transactionId: 'TRX-2026-001', amount: 50_000 };

/** The results for a handler. */
async function problems(listener: RequestListener) {
  await using server = await serve(listener);
  return sorted(await checkHandler(server.url, fetch, options));
}

/** The names of the cases by verdict, and all fixes. */
function sorted(results: readonly CheckResult[]) {
  const named = (verdict: CheckResult['verdict']) =>
    results.filter((result) => result.verdict === verdict).map(({ name }) => name);
  return {
    passed: named('passed'),
    failed: named('failed'),
    unproven: named('unproven'),
    untried: named('untried'),
    advice: named('advice'),
    unseen: named('unseen'),
    fixes: results.flatMap(({ fix = [] }) => fix).join('\n'),
  };
}

/** A handler that verifies: it responds with 200 or 401. */
const verifying: RequestListener = async (request, response) => {
  const body = await text(request);
  response.writeHead(request.headers['x-kgiton-signature'] === hmac(body, secret) ? 200 : 401).end();
};

/** The results for a handler that takes the place of the network. */
async function inProcess(send: Send, slow?: number) {
  return sorted(await checkHandler('http://shop.test/hook', send, { ...options, ...(slow !== undefined && { slow }) }));
}

const answer =
  (status: number): RequestListener =>
  async (request, response) => {
    await text(request);
    response.writeHead(status).end();
  };

describe('check-webhook', () => {
  test('finds nothing wrong in the SDK’s handler, and prints a table', async () => {
    const handler = createWebhookHandler({ secret, onPaymentSuccess() {}, onError() {} });
    await using server = await serve(handler.node as RequestListener);
    const { code, stdout } = await run('check-webhook', server.url);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ passed {4}a valid webhook +accepted {2}200 +\d+ ms$/m);
    expect(stdout).toMatch(/^✓ passed {4}acknowledged within 10 s +in time +\d+ ms$/m);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /whether an order was paid twice .+ --probe URL.+ 23 passed, 1 unseen $/,
    );
  });

  test('tests what KGiTON and others may send, and how fast it is acknowledged', async () => {
    expect(await problems(verifying)).toMatchObject({ passed: CASES, unseen: ['each payment is counted once'] });
  });

  test('finds forged webhooks accepted by a handler that accepts everything', async () => {
    const { failed, advice, fixes } = await problems(answer(200));
    expect(failed).toEqual([...CASES.slice(3, 10), 'an empty body', 'a body that is not JSON']);
    expect(advice).toEqual(['a GET']);
    expect(fixes).toContain('Verify X-KGiTON-Signature before anything else.');
  });

  test('prints the results as JSON for CI, and exits with 1', async () => {
    await using server = await serve(answer(200));
    const { code, stdout } = await run('check-webhook', server.url, '--json');
    const results = JSON.parse(stdout);
    expect([code, results.length]).toEqual([1, 24]);
    expect(results[3]).toEqual({
      name: 'a body that was changed',
      expected: 'refused',
      verdict: 'failed',
      status: 200,
      duration: expect.any(Number),
      mistake: 'unverified',
      fix: expect.stringContaining('Verify X-KGiTON-Signature'),
    });
  });

  test.each([401, 403, 404, 405, 415, 429, 500, 302])(
    'a handler that responds with %i to everything proves nothing by refusing invalid webhooks',
    async (status) => {
      const { passed, failed, unproven, fixes } = await inProcess(async () => new Response(null, { status }));
      expect([passed, failed]).toEqual([[], ['a valid webhook']]);
      expect(unproven).toEqual([...CASES.slice(1), 'each payment is counted once']);
      expect(fixes).toContain('A valid webhook is not accepted, so this proves nothing yet. Fix that first.');
    },
  );

  test.each([
    [401, 'another webhook secret'],
    [404, 'is the path of the URL right'],
    [405, 'does not accept POST'],
    [500, 'its log should say why'],
    [302, 'use the target URL'],
  ])('the fix for a valid webhook with the response %i: %s', async (status, fix) => {
    expect((await inProcess(async () => new Response(null, { status }))).fixes).toContain(fix);
  });

  test.each([404, 405, 408, 413, 415, 419, 429])('%i does not refuse an invalid webhook', async (status) => {
    const { failed, fixes } = await inProcess(async (request) => {
      const isRight = request.headers.get('x-kgiton-signature') === hmac(await request.text(), secret);
      return new Response(null, { status: isRight ? 200 : status });
    });
    expect(failed).toHaveLength(9);
    expect(fixes).toContain(`Respond with 401 to a wrong signature: ${status} does not say`);
  });

  test.each([400, 401, 403, 422])('%i refuses an invalid webhook', async (status) => {
    const { passed } = await inProcess(async (request) => {
      const isRight = request.headers.get('x-kgiton-signature') === hmac(await request.text(), secret);
      return new Response(null, { status: isRight ? 200 : status });
    });
    expect(passed).toEqual(CASES);
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
      'a signature that is not hex',
      'a signature that is too short',
      'a signature that is too long',
    ]);
    expect(fixes).toContain('as a wrong one. Respond with 401');
  });

  test('says that nothing responds after the first try, and what to do', async () => {
    const { code, stdout } = await run('check-webhook', 'http://127.0.0.1:47');
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Nothing responds at http://127.0.0.1:47 (connect ECONNREFUSED 127.0.0.1:47). Start your handler, or check the URL.',
    );
    expect(stdout).toContain('2 failed, 22 untried');
  });

  test('stops after a case without a response', async () => {
    let count = 0;
    const { passed, failed, untried, fixes } = await inProcess(async () => {
      if (++count === 4) throw new Error('socket hang up');
      return new Response(null, { status: 200 });
    });
    expect(count).toBe(4);
    expect(passed).toEqual([...CASES.slice(0, 3), 'acknowledged within 10 s']);
    expect([failed, untried]).toEqual([['a body that was changed'], CASES.slice(4, -1)]);
    expect(fixes).toContain(
      'No response came (the receiver closed the connection without a response), although earlier cases got one',
    );
  });

  test('finds a slow acknowledgement, and nothing else wrong with it', async () => {
    let count = 0;
    const { passed, failed, fixes } = await inProcess(async (request) => {
      const isRight = request.headers.get('x-kgiton-signature') === hmac(await request.text(), secret);
      // The check measures real time.
      if (++count === 2) await new Promise((resolve) => setTimeout(resolve, 400));
      return new Response(null, { status: isRight ? 200 : 401 });
    }, 300);
    expect(failed).toEqual(['acknowledged within 0.3 s']);
    expect(passed).toEqual(CASES.slice(0, -1));
    expect(fixes).toMatch(/^It took 0\.\d+ s, and KGiTON waits 30 s; .+ Respond first, then do the work\.$/m);
  });

  test.each([
    [[{ status: 200, duration: 10_000 }], 'passed', undefined],
    [[{ status: 200, duration: 10_001 }], 'failed', /^It took 10\.001 s/],
    [
      [
        { status: 200, duration: 3 },
        { status: 401, duration: 20_000 },
      ],
      'passed',
      undefined,
    ],
    [
      [
        { status: 200, duration: 3 },
        { error: 'no response within 30 s', duration: 30_000 },
      ],
      'failed',
      /^It took 30 s/,
    ],
    [
      [
        { status: 200, duration: 3 },
        { error: 'socket hang up', duration: 3 },
      ],
      'passed',
      undefined,
    ],
    [[{ error: 'connect ECONNREFUSED', duration: 3 }], 'untried', undefined],
    [[{ status: 404, duration: 3 }], 'unproven', /^A valid webhook is not accepted/],
  ])('responses %o are %s for their speed', (answers, verdict, fix) => {
    const row = judgeSpeed(answers, 10_000);
    expect([row.verdict, row.fix]).toEqual([verdict, fix && expect.stringMatching(fix)]);
  });

  test('no response within 30 seconds does not mean that the handler is off', () => {
    const given = { error: 'no response within 30 s', duration: 30_001 };
    expect(diagnosisOfSilence('http://shop.test', given, false).fix).toBe(
      'KGiTON waits 30 s, and no response came. Respond in every case, then do the work, and try again.',
    );
  });

  test('verifies with the secret of the environment, unless one is given', async () => {
    await using server = await serve(verifying);
    const environment = { KGITON_SANDBOX_WEBHOOK_SECRET: 'whsec_other' };
    expect((await runIn(environment, 'check-webhook', server.url)).code).toBe(1);
    expect((await runIn(environment, 'check-webhook', server.url, '--webhook-secret', secret)).code).toBe(0);
  });
});
