import { describe, expect, test } from 'vitest';
import { createSearch, pageOf } from '../src/control/paging.js';
import { type RunningSandbox, startSandbox } from '../src/index.js';
import { control } from './control-api.js';
import { generate, post, request, status } from './requests.js';

const [A, B] = ['kgiton_a', 'kgiton_b'];

async function startScene(): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ port: 0, fetch: async () => new Response('ok') });
  for (let number = 1; number <= 5; number++) {
    const webhook_url = 'https://shop.id/webhook';
    await generate(sandbox, request({ transaction_id: `TRX-${number}`, webhook_url }), { 'x-api-key': A });
    await sandbox.pay(`TRX-${number}`, A);
    await sandbox.waitForDelivery({ id: `TRX-${number}`, apiKey: A });
  }
  await generate(sandbox, request({ transaction_id: 'TRX-OTHER' }), { 'x-api-key': B });
  return sandbox;
}

describe('a list of the control API', () => {
  test.each([
    ['listPayments', 'payments'],
    ['listDeliveries', 'deliveries'],
    ['listRequests', 'requests'],
  ] as const)('is read to its end page by page: %s', async (id, name) => {
    await using sandbox = await startScene();
    const read = (query: Record<string, string | number>) => control(sandbox, id, { apiKey: A, query });
    const seen: string[][] = [];
    let before: string | null = '';
    while (before !== null) {
      const { body } = await read({ limit: 2, ...(before && { before }) });
      seen.push(body[name].map((one: { transaction_id: string }) => one.transaction_id));
      before = body.older;
      // Newer ones move nothing.
      await generate(sandbox, request({ transaction_id: `TRX-B${seen.length}` }), { 'x-api-key': B });
    }
    expect(seen).toEqual([['TRX-4', 'TRX-5'], ['TRX-2', 'TRX-3'], ['TRX-1']]);
    expect((await read({ before: 'unknown' })).body).toEqual({ [name]: [], older: null });
  });

  const items = Array.from({ length: 100 }, (_, index) => ({
    id: `${index}`,
    name: 'n'.repeat(240),
    price: 1_000,
    quantity: 1,
  }));
  test.each<{
    id: 'listPayments' | 'listDeliveries' | 'listRequests';
    count: number;
    fill(sandbox: RunningSandbox): unknown;
  }>([
    {
      id: 'listPayments',
      count: 180,
      async fill(sandbox) {
        for (let number = 1; number <= 180; number++) await generate(sandbox, request({ amount: 100_000, items }));
      },
    },
    {
      id: 'listDeliveries',
      count: 30,
      async fill(sandbox) {
        for (let number = 1; number <= 30; number++) {
          const { body } = await generate(sandbox, request({ webhook_url: 'https://shop.id/webhook' }));
          await sandbox.pay(body.payment_id);
          const { id } = await sandbox.waitForDelivery({ id: body.payment_id });
          for (let time = 1; time <= 40; time++) await sandbox.redeliver(id);
        }
      },
    },
    {
      id: 'listRequests',
      count: 1_200,
      async fill(sandbox) {
        for (let number = 1; number <= 1_200; number++) {
          await post(sandbox, `"${'x'.repeat(5_000)}"`, { 'x-api-key': number % 2 ? A : B });
        }
      },
    },
  ])('ends at about 4 MiB, and the next page goes on: $id', async ({ id, count, fill }) => {
    await using sandbox = await startSandbox({ port: 0, fetch: async () => new Response('r'.repeat(9_000)) });
    await fill(sandbox);
    const read = async (query: Record<string, string | number>) => {
      const { body } = await control(sandbox, id, { query: { limit: 10_000, ...query } });
      const { older, ...lists } = body;
      const [list] = Object.values(lists) as Record<string, string>[][];
      return { list: list ?? [], older, bytes: JSON.stringify(body).length };
    };
    const first = await read({});
    expect(first.bytes).toBeLessThan(4.5 * 2 ** 20);
    expect(first.bytes).toBeGreaterThan(3 * 2 ** 20);
    expect(Object.values(first.list[0] ?? {})).toContain(first.older);
    const second = await read({ before: first.older });
    expect([first.list.length + second.list.length, second.older]).toEqual([count, null]);
  });
});

test('a logged request names its transaction, from its body or its path', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  await generate(sandbox, request({ transaction_id: 'TRX-1' }));
  await status(sandbox, 'TRX-2');
  await post(sandbox, '{"transaction_id":"TRX 3"}');
  for (const body of [
    '{"transaction_id":4}',
    '{}',
    'null',
    '[]',
    'no JSON',
    `{"transaction_id":"${'5'.repeat(201)}"}`,
  ]) {
    await post(sandbox, body);
  }
  const { body } = await control(sandbox, 'listRequests');
  const named = body.requests.map((one: { transaction_id: string | null }) => one.transaction_id);
  expect(named).toEqual(['TRX-1', 'TRX-2', 'TRX 3', null, null, null, null, null, null]);
});

describe('a page', () => {
  const items = [1, 2, 3, 4, 5, 6].map((id) => ({ id: `${id}`, weight: id === 4 ? 100 : 10 }));
  const read = (part: { before?: string; limit?: number; bytes?: number }, matches = (_id: string) => true) => {
    const entries = { idOf: ({ id }: { id: string }) => id, weigh: ({ weight }: { weight: number }) => weight };
    const page = pageOf(items, part, { ...entries, matches: ({ id }) => matches(id) });
    return [page.items.map(({ id }) => id).join(''), page.total, page.older];
  };
  test.each([
    { given: {}, want: ['123456', 6, undefined] },
    { given: { limit: 2 }, want: ['56', 6, '5'] },
    { given: { limit: 2, before: '5' }, want: ['34', 6, '3'] },
    { given: { limit: 2, before: '3' }, want: ['12', 6, undefined] },
    { given: { before: '1' }, want: ['', 6, undefined] },
    { given: { before: '9' }, want: ['', 6, undefined] },
    { given: { bytes: 50 }, want: ['56', 6, '5'] },
    { given: { bytes: 50, before: '5' }, want: ['4', 6, '4'] },
    { given: { bytes: 50, before: '4' }, want: ['123', 6, undefined] },
  ])('of $given has the newest, and says whether there are older ones', ({ given, want }) => {
    expect(read(given)).toEqual(want);
  });

  test('has only what matches, and goes on from an entry that no longer matches', () => {
    const isEven = (id: string) => Number(id) % 2 === 0;
    expect(read({ limit: 2 }, isEven)).toEqual(['46', 3, '4']);
    expect(read({ limit: 2, before: '5' }, isEven)).toEqual(['24', 3, undefined]);
  });
});

describe('a search', () => {
  const names = ['PAY-ABC123', 'TRX-2026-7', undefined];
  const text = '{"transaction_id":"TRX-2026-7","amount":50000,"description":"\\"amount\\":99"}';
  test.each([
    { given: 'trx-2026', want: true },
    { given: ' PAY-ABC123 ', want: true },
    { given: 'TRX-2027', want: false },
    { given: '50000', want: true },
    { given: '50.000', want: true },
    { given: 'Rp 50.000', want: true },
    { given: 'rp50000', want: true },
    { given: '5000', want: false },
    { given: '99', want: false },
    { given: '(', want: false },
  ])('for $given finds it: $want', ({ given, want }) => {
    expect(createSearch(given).finds(names, text)).toBe(want);
  });
});
