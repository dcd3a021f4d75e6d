import { type RunningSharedSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { accountIdOf } from '../../sandbox/src/store/account-id.js';
import { control } from '../../sandbox/test/control-api.js';
import { newAccount, OPERATOR, OPERATOR_TOKEN } from '../../sandbox/test/hosted-account.js';
import { visitor } from '../../sandbox/test/hosted-visitor.js';
import { generate, request } from '../../sandbox/test/requests.js';
import { createRedisStore } from '../src/index.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';

const sessionSecret = 'a secret that all instances share';

describeWithTools('hosted sandboxes with one store', [[SERVER ?? 'redis-server', '--version']], () => {
  let server: RedisServer;
  let one: RunningSharedSandbox;
  let another: RunningSharedSandbox;
  const opened: RunningSharedSandbox[] = [];
  beforeAll(async () => {
    server = await startRedis();
    [one, another] = await Promise.all([start(sessionSecret), start(sessionSecret)]);
  });
  afterAll(async () => {
    await Promise.all(opened.map((sandbox) => sandbox.close()));
    await server?.[Symbol.asyncDispose]();
  });

  /** An instance that sends its webhooks nowhere. */
  async function start(secret: string): Promise<RunningSharedSandbox> {
    const store = createRedisStore({ url: server.url });
    const fetch = async () => new Response(null, { status: 204 });
    const hosted = { operatorToken: OPERATOR_TOKEN, sessionSecret: secret };
    const sandbox = await startSandbox({ port: 0, store, fetch, hosted });
    opened.push(sandbox);
    return sandbox;
  }

  test('share the session of a dashboard, its forms and its end, but not with an instance of another secret', async () => {
    const apiKey = await newAccount(one);
    const [here, there, stranger] = [visitor(one), visitor(another), visitor(await start('x'.repeat(32)))];
    await here.logIn(apiKey);
    there.cookie = here.cookie;
    expect((await there.send('/')).status).toBe(200);
    // A form of one is taken by another, and what it does is seen by both.
    const form_token = await here.token();
    const made = await there.post('/_dashboard/advance', { minutes: '90', form_token });
    expect(made.status).toBe(303);
    const { body } = await control(one, 'getClock', { apiKey });
    expect(Math.round((Date.parse(body.now) - Date.now()) / 60_000)).toBe(90);
    stranger.cookie = here.cookie;
    expect((await stranger.send('/')).status).toBe(401);
    // With the account, its sessions end everywhere.
    const kept = here.cookie;
    await another.reset(apiKey);
    expect((await visitor(one).send('/', { headers: { cookie: kept } })).status).toBe(401);
  });

  test('show an account to its own key, whichever was asked to make it, and to no other', async () => {
    const [own, other] = [await newAccount(one), await newAccount(another)];
    const paid = request({ webhook_url: 'https://shop.example/webhook' });
    expect((await generate(one, paid, { 'x-api-key': own })).status).toBe(200);
    expect((await control(another, 'payPayment', { name: paid.transaction_id, apiKey: own })).status).toBe(200);
    const seen = async (sandbox: RunningSharedSandbox, apiKey: string) => {
      const [payments, deliveries, requests] = await Promise.all(
        (['listPayments', 'listDeliveries', 'listRequests'] as const).map((id) => control(sandbox, id, { apiKey })),
      );
      return [payments?.body.payments.length, deliveries?.body.deliveries.length, requests?.body.requests.length];
    };
    for (const sandbox of [one, another]) {
      expect(await seen(sandbox, own)).toEqual([1, 1, 1]);
      expect(await seen(sandbox, other)).toEqual([0, 0, 0]);
      expect((await control(sandbox, 'getPayment', { name: paid.transaction_id, apiKey: other })).status).toBe(404);
      expect((await control(sandbox, 'listPayments', { apiKey: `kgiton_${'0'.repeat(32)}` })).status).toBe(401);
    }
    // Its visitors see no other account, and neither do those who move its clock.
    const visit = visitor(another);
    await visit.logIn(other);
    expect((await visit.send('/')).text).not.toContain(paid.transaction_id);
    await control(one, 'advanceClock', { apiKey: other, body: { minutes: 30 } });
    const { body } = await control(another, 'getClock', { apiKey: own });
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(20 * 60_000);
    // Nor does it end with another.
    await control(another, 'reset', { apiKey: other });
    expect((await seen(one, own))[0]).toBe(1);
  });

  test('let operators list the accounts of all, read the metrics and reset everything; nobody else', async () => {
    const keys = [await newAccount(one), await newAccount(another)];
    for (const sandbox of [one, another]) {
      const { body } = await control(sandbox, 'listAccounts', { headers: OPERATOR });
      const ids = body.accounts.map(({ id }: { id: string }) => id);
      expect(ids).toEqual(expect.arrayContaining(keys.map(accountIdOf)));
      const metrics = await control(sandbox, 'getMetrics', { headers: OPERATOR });
      expect(metrics.body).toContain(`kgiton_sandbox_accounts ${body.accounts.length}`);
      for (const id of ['listAccounts', 'getMetrics', 'reset'] as const) {
        const withoutToken: Record<string, string> = {};
        for (const headers of [withoutToken, { authorization: `Bearer ${OPERATOR_TOKEN.slice(0, -1)}x` }]) {
          expect((await control(sandbox, id, { headers })).status).toBe(401);
        }
      }
    }
    expect((await control(one, 'reset', { headers: OPERATOR })).status).toBeLessThan(300);
    expect((await control(another, 'listAccounts', { headers: OPERATOR })).body.accounts).toEqual([]);
    for (const apiKey of keys) expect((await control(another, 'getClock', { apiKey })).status).toBe(401);
  });
});
