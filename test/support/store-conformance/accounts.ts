import { describe, expect, test } from 'vitest';
import type { LoggedRequest } from '../../../packages/sandbox/src/payments/logged-request.js';
import type { Change, Claim } from '../../../packages/sandbox/src/store/store.js';
import { A, acknowledged, B, delivery, EXPIRES, LICENSE, payment, START, type Tools } from './fixtures.js';

export function describeAccounts(name: string, { open, paid, claimed }: Tools): void {
  describe(`${name}: accounts`, () => {
    const entry = (change: Partial<LoggedRequest>): LoggedRequest => ({
      id: 'req_1',
      at: START,
      apiKey: A,
      method: 'POST',
      path: '/p',
      body: '{"é":1}',
      status: 400,
      code: 'VALIDATION_ERROR',
      errors: [{ path: '/amount', message: 'must be there' }],
      warnings: ['one', 'two'],
      ...change,
    });

    test('the request log keeps the latest 1,000 requests of an API key, also of none', async () => {
      const [one, other] = await open();
      await one.logRequest(entry({ id: 'none', apiKey: undefined, code: undefined, errors: [], warnings: [] }));
      for (let i = 0; i < 1_001; i++) await one.logRequest(entry({ id: `req_${i}` }));
      const mine = await other.requests(A);
      expect([mine.length, mine[0], mine.at(-1)?.id]).toEqual([1_000, entry({ id: 'req_1' }), 'req_1000']);
      const all = await other.requests();
      expect([all.length, all[0]]).toEqual([
        1_001,
        entry({ id: 'none', apiKey: undefined, code: undefined, errors: [], warnings: [] }),
      ]);
    });

    test('begin with the first write, and are listed in order', async () => {
      const [one, other] = await open();
      await one.licenses(A);
      await one.faults(A);
      expect([await other.apiKeys(), await other.isOpen(A)]).toEqual([[], false]);
      await one.open(B);
      await one.insert(payment(), LICENSE);
      await one.open(B);
      expect([await other.apiKeys(), await other.isOpen(A), await other.only()]).toEqual([[B, A], true, undefined]);
      await one.reset(B);
      expect(await other.only()).toBe(A);
      await one.reset();
      expect([await other.only(), await other.apiKeys()]).toEqual([undefined, []]);
    });

    test('a reset removes everything of an account, and nothing of another; claims end with it', async () => {
      const [one, other] = await open();
      const id = await paid(one);
      const kept = await paid(one, { apiKey: B });
      for (const apiKey of [A, B]) {
        await one.setLicense(apiKey, { key: 'MINE' });
        await one.setFault(apiKey, 'TRX-X', { kind: 'never' });
        await one.logRequest(entry({ apiKey }));
        await one.advanceTarget(10, apiKey);
        await one.advanceClock(apiKey, 10, START - 500);
      }
      const claim = (await one.claimRedelivery(id)) as Claim;
      await other.reset(A);
      expect(await one.settle(claim, acknowledged)).toBeUndefined();
      const counts = async (apiKey: string) => [
        await one.countPayments(apiKey),
        (await one.deliveries(apiKey)).length,
        (await one.faults(apiKey)).length,
        (await one.requests(apiKey)).length,
        await one.ahead(apiKey),
        (await one.license(apiKey, 'MINE')) !== undefined,
      ];
      expect([await counts(A), await counts(B)]).toEqual([
        [0, 0, 0, 0, 0, false],
        [1, 1, 1, 1, 10, true],
      ]);
      expect([await one.apiKeys(), await one.delivery(id), (await claimed(one, EXPIRES)).delivery.id]).toEqual([
        [B],
        undefined,
        kept,
      ]);
      await one.advanceTarget(1_000);
      await other.reset();
      expect([await counts(B), await one.apiKeys(), await one.ahead(), (await one.claim(EXPIRES)) ?? 'none']).toEqual([
        [0, 0, 0, 0, 0, false],
        [],
        0,
        'none',
      ]);
      expect((await one.license(A, LICENSE))?.tokens).toBe(1_000_000);
    });

    test('every change is reported to every process', async () => {
      const [one, other] = await open();
      const record = payment();
      const webhook = delivery(record);
      const rows: [string, () => Promise<unknown>, Partial<Change>][] = [
        ['a payment', () => one.insert(record, LICENSE), { apiKey: A }],
        ['a fault', () => one.setFault(A, 'TRX-X', { kind: 'never' }), { apiKey: A }],
        ['a license key', () => one.setLicense(A, { key: 'MINE' }), { apiKey: A }],
        ['a webhook', () => one.pay(A, record.paymentId, START, webhook), { apiKey: A, deliveryId: webhook.id }],
        [
          'an attempt',
          async () => one.settle(await claimed(one, START), acknowledged),
          { apiKey: A, deliveryId: webhook.id },
        ],
        ['a request', () => one.logRequest(entry({ apiKey: B })), { apiKey: B }],
        [
          'a move',
          async () => {
            await one.advanceTarget(5, A);
            await one.advanceClock(A, 5, START);
          },
          { apiKey: A },
        ],
        ['a reset', () => one.reset(A), { apiKey: A, isReset: true }],
        ['a reset of all', () => one.reset(), { isReset: true }],
      ];
      for (const [what, act, change] of rows) {
        const isIt = (reported: Change) =>
          reported.apiKey === change.apiKey &&
          reported.deliveryId === change.deliveryId &&
          reported.isReset === change.isReset;
        const signal = AbortSignal.timeout(5_000);
        const reported = other.changes.next(isIt, signal);
        await act();
        expect([what, await reported]).toEqual([what, expect.objectContaining(change)]);
      }
    });
  });
}
