import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../src/index.js';
import { type ControlRequest, control, type OperationId, operations } from './control-api.js';
import { BODIES, FOR_OPERATORS, guarded, ids, newAccount, startHosted } from './hosted-account.js';
import { generate, LICENSE, request } from './requests.js';

/** An account with a payment that was paid, and another that was not. */
async function openShop(sandbox: RunningSandbox) {
  const apiKey = await newAccount(sandbox);
  const [paid, pending] = [request({ webhook_url: 'https://shop.example/webhook' }), request()];
  for (const one of [paid, pending]) {
    expect((await generate(sandbox, one, { 'x-api-key': apiKey })).status).toBe(200);
  }
  await sandbox.pay(paid.transaction_id, apiKey);
  const delivery = await sandbox.waitForDelivery({ apiKey });
  const payment = await sandbox.payment(pending.transaction_id, apiKey);
  return { apiKey, delivery, payment, transactionId: pending.transaction_id };
}

/** A listener has an id of its own choice. */
const OF_LISTENERS: OperationId[] = ['listen', 'stopListening', 'reportOutcome'];

describe('the control API of a hosted sandbox', () => {
  let sandbox: RunningSandbox;
  let own: Awaited<ReturnType<typeof openShop>>;
  let other: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    sandbox = await startHosted({ accountsPerHour: 1_000, addressRequestsPerMinute: 10_000 });
    [own, other] = [await openShop(sandbox), await openShop(sandbox)];
  });
  afterAll(() => sandbox?.close());

  /** The name of something of an account that an operation takes. */
  const nameFor = (id: OperationId, { delivery, payment }: typeof own) =>
    ['getDelivery', 'redeliver'].includes(id) ? delivery.id : id.endsWith('License') ? LICENSE : payment.paymentId;

  /** Everything that other people's accounts are. */
  const snapshot = async () => timeless(JSON.stringify([await sandbox.state(), sandbox.deliveries, sandbox.requests]));

  describe.each(guarded)('%s', (id) => {
    test.each([
      { given: 'no API key', apiKey: undefined },
      { given: 'an API key without an account', apiKey: 'kgiton_00000000000000000000000000000000' },
      { given: 'an API key that is none', apiKey: 'secret' },
      { given: 'a prefix of a key', apiKey: 'kgiton_' },
      {
        given: 'a wrong operator token',
        apiKey: undefined,
        headers: { authorization: 'Bearer operator-token-of-a-tesu' },
      },
      { given: 'an empty operator token', apiKey: undefined, headers: { authorization: 'Bearer ' } },
    ])('refuses $given in the same words, and changes nothing', async ({ apiKey, headers }) => {
      const before = await snapshot();
      const call: ControlRequest = { name: nameFor(id, own), body: BODIES[id], ...(headers && { headers }) };
      const response = await control(sandbox, id, { ...call, ...(apiKey && { apiKey }) });
      const code = 'AUTHENTICATION_ERROR';
      const message = headers
        ? expect.stringContaining('operator')
        : expect.stringContaining('POST /_sandbox/accounts');
      expect(response).toEqual({ status: 401, body: { success: false, code, message } });
      expect(await snapshot()).toBe(before);
    });

    test('refuses a wrong operator token even beside a right API key', async () => {
      const headers = { authorization: 'Bearer operator-token-of-a-tesu' };
      const call = { name: nameFor(id, own), body: BODIES[id], apiKey: own.apiKey, headers };
      expect((await control(sandbox, id, call)).status).toBe(401);
    });
  });

  test.each(guarded.filter((id) => operations[id].path.includes('{id}') && !OF_LISTENERS.includes(id)))(
    '%s finds nothing of another account, and says so as of what does not exist',
    async (id) => {
      const before = await snapshot();
      const names = [nameFor(id, other), other.transactionId].filter((name) => name !== undefined);
      for (const name of names) {
        const [foreign, missing] = await Promise.all(
          [name, 'x'.repeat(name.length)].map((one) => control(sandbox, id, { name: one, apiKey: own.apiKey })),
        );
        expect(foreign?.status).toBe(404);
        const words = (body: { message: string }, one: string) => ({
          ...body,
          message: body.message.replace(one, '…'),
        });
        expect(words(foreign?.body, name)).toEqual(words(missing?.body, 'x'.repeat(name.length)));
      }
      expect(await snapshot()).toBe(before);
    },
  );

  test.each(guarded.filter((id) => /^(list[A-Z]|get(State|Clock))/.test(id) && !FOR_OPERATORS.includes(id)))(
    '%s shows the own account alone',
    async (id) => {
      const response = await control(sandbox, id, { apiKey: own.apiKey });
      expect(response.status).toBe(200);
      const text = JSON.stringify(response.body);
      for (const secret of [other.apiKey, other.payment.paymentId, other.delivery.id, other.transactionId]) {
        expect(text).not.toContain(secret);
      }
    },
  );

  test('a listener gets the webhooks of its own account alone, and touches no others', async () => {
    // Whoever knows the ids of another account has not got its API key.
    const name = 'listener-1';
    const [mine, theirs] = [await newAccount(sandbox), await newAccount(sandbox)];
    const listen = async (apiKey: string) =>
      (await control(sandbox, 'listen', { name, apiKey, body: { wait: apiKey === theirs ? 5_000 : 0 } })).body.attempts;
    for (const apiKey of [mine, theirs]) await control(sandbox, 'listen', { name, apiKey, body: {} });
    const sent = request({ webhook_url: 'https://shop.example/webhook' });
    await generate(sandbox, sent, { 'x-api-key': theirs });
    await sandbox.pay(sent.transaction_id, theirs);
    const [attempt] = await listen(theirs);
    expect(await listen(mine)).toEqual([]);
    const body = { id: attempt.id, status: 200, duration_ms: 1 };
    expect((await control(sandbox, 'reportOutcome', { name, apiKey: mine, body })).status).toBe(404);
    await control(sandbox, 'stopListening', { name, apiKey: mine });
    expect(await listen(theirs)).toEqual([attempt]);
    expect((await control(sandbox, 'reportOutcome', { name, apiKey: theirs, body })).status).toBe(204);
    await sandbox.waitForDelivery({ apiKey: theirs });
  });

  test('a filter by the payment of another account finds nothing', async () => {
    const query = { payment: other.delivery.paymentId, wait: 0 };
    const { body } = await control(sandbox, 'listDeliveries', { apiKey: own.apiKey, query });
    expect(body.deliveries).toEqual([]);
  });

  test('a change of one account leaves the others as they are', async () => {
    const [shop, neighbour] = [await openShop(sandbox), await openShop(sandbox)];
    const before = JSON.stringify([
      await sandbox.state(neighbour.apiKey),
      await sandbox.deliveriesOf(neighbour.apiKey),
    ]);
    const { apiKey } = shop;
    const moved = { apiKey, body: { hours: 5 } };
    expect((await control(sandbox, 'advanceClock', moved)).status).toBe(200);
    // A fault of a transaction of the neighbour's stays in the own account.
    const fault = { payment: neighbour.payment.paymentId, fault: { kind: 'never' } };
    expect((await control(sandbox, 'setFault', { apiKey, body: fault })).status).toBe(200);
    expect((await control(sandbox, 'setLicense', { apiKey, name: LICENSE, body: { tokens: 0 } })).status).toBe(200);
    expect((await control(sandbox, 'reset', { apiKey })).status).toBe(204);
    const after = JSON.stringify([await sandbox.state(neighbour.apiKey), await sandbox.deliveriesOf(neighbour.apiKey)]);
    expect(timeless(after)).toBe(timeless(before));
    expect(Math.abs((await sandbox.currentTime(neighbour.apiKey)) - Date.now())).toBeLessThan(60_000);
  });

  test('an account that was reset keeps its key, and is empty', async () => {
    const { apiKey } = await openShop(sandbox);
    await control(sandbox, 'reset', { apiKey });
    const { status, body } = await control(sandbox, 'listPayments', { apiKey });
    expect({ status, payments: body.payments }).toEqual({ status: 200, payments: [] });
    expect((await generate(sandbox, request(), { 'x-api-key': apiKey })).status).toBe(200);
  });

  test('health and readiness are open, and tell nothing of an account', async () => {
    await using alone = await startHosted();
    const apiKey = await newAccount(alone);
    await alone.advance({ hours: 1_000 }, apiKey);
    const { status, body } = await control(alone, 'getHealth');
    expect(status).toBe(200);
    expect(Date.parse(body.now)).toBeLessThan(Date.now() + 60_000);
    expect(await control(alone, 'getReady')).toEqual({ status: 200, body: { status: 'ready' } });
  });

  test('a page of another site is refused before anything else', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    for (const id of ids) expect((await control(sandbox, id, { name: 'NONE', headers })).status).toBe(403);
  });
});

/** Without the times that clocks show. */
function timeless(state: string): string {
  return state.replaceAll(/"now":"[^"]*"/g, '');
}
