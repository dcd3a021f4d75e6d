import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { parseServeOptions } from '../src/cli/serve-options.js';
import { createClocks } from '../src/clock/clocks.js';
import { createSandbox, LICENSE_KEYS, SandboxError, type State, startSandbox } from '../src/index.js';
import { stateText } from '../src/state/state.js';
import { createMemoryStore } from '../src/store/memory/create-memory-store.js';
import { run, start, stop } from './command.js';
import { control } from './control-api.js';
import { API_KEY, generate, LICENSE, PATH, request } from './requests.js';

const OTHER = 'kgiton_other';

/** A sandbox with payments in every state, changed license keys, and faults, and the state that it writes. */
async function written() {
  const sandbox = createSandbox({ seed: 'state' });
  for (const transaction_id of ['PENDING', 'PAID', 'FAILED', 'EXPIRED']) {
    await generate(sandbox, request({ transaction_id, payment_type: 'CHECKOUT_PAGE' }));
  }
  await sandbox.pay('PAID');
  await sandbox.fail('FAILED');
  await sandbox.expire('EXPIRED');
  await sandbox.setLicense({ key: 'MINE', tokens: 3, state: 'expired' }, API_KEY);
  await generate(sandbox, request({ transaction_id: 'OTHER' }), { 'x-api-key': OTHER });
  await sandbox.advance({ minutes: 29 }, OTHER);
  await sandbox.setFault({ kind: 'never' }, { apiKey: API_KEY });
  await sandbox.setFault({ kind: 'reset', times: 2 }, { apiKey: OTHER, id: 'OTHER' });
  return { sandbox, state: await sandbox.state() };
}

/** The states of the payments of an account. */
const statesIn = async (sandbox: Parameters<typeof control>[0]) =>
  (await control(sandbox, 'listPayments')).body.payments.map((payment: { transaction_id: string; state: string }) => [
    payment.transaction_id,
    payment.state,
  ]);

/** A state with one valid payment, to be made invalid. */
async function stateWith(change: (state: State & { accounts: [Required<State['accounts'][number]>] }) => void) {
  const sandbox = createSandbox();
  await generate(sandbox, request({ transaction_id: 'ONE' }));
  const state = await sandbox.state();
  change(state as Parameters<typeof change>[0]);
  return state;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-state-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the state of a sandbox', () => {
  test('starts another sandbox that writes the same state', async () => {
    const { state } = await written();
    const text = JSON.stringify(state);
    const other = createSandbox({ seed: 'other', state: JSON.parse(text) });
    expect(await other.state()).toEqual(state);
    expect(JSON.stringify(await createSandbox({ seed: 'state', state }).state())).toBe(text);
  });

  test('keeps each payment as it was, pending, paid, failed or expired, whatever the time is now', async () => {
    const { state } = await written();
    // This sandbox is months ahead.
    await using sandbox = await startSandbox({ port: 0, state });
    expect(await statesIn(sandbox)).toEqual([
      ['PENDING', 'pending'],
      ['PAID', 'paid'],
      ['FAILED', 'failed'],
      ['EXPIRED', 'expired'],
      ['OTHER', 'pending'],
    ]);
    await sandbox.advance({ minutes: 2 }, OTHER);
    expect((await statesIn(sandbox)).at(-1)).toEqual(['OTHER', 'expired']);
    await sandbox.pay('PENDING');
    expect((await sandbox.payment('PENDING')).paidAt).toBeLessThan(Date.parse('2026-01-15T10:30:00Z'));
  });

  test('repeats a request without a token, and refuses another with the same id', async () => {
    const { sandbox, state } = await written();
    const before = await sandbox.payment('PENDING');
    const other = createSandbox({ state });
    const { body } = await generate(other, before.request);
    expect(body).toEqual(before.response);
    expect(await other.license(LICENSE, API_KEY)).toMatchObject({ tokens: 999_996 });
    expect((await generate(other, { ...before.request, amount: 1_000 })).body.code).toBe('DUPLICATE_TRANSACTION');
  });

  test('never gives an id twice, although the seed is the same', async () => {
    const { state } = await written();
    const sandbox = createSandbox({ seed: 'state', state });
    for (let i = 0; i < 20; i++) await generate(sandbox, request(), { 'x-api-key': OTHER });
    const ids = (await sandbox.payments()).map(({ paymentId }) => paymentId);
    expect(new Set(ids).size).toBe(25);
  });

  test('is what reset returns to', async () => {
    const { state } = await written();
    const sandbox = createSandbox({ seed: 'state', state });
    await sandbox.pay('PENDING');
    await generate(sandbox, request(), { 'x-api-key': 'kgiton_third' });
    await sandbox.reset(API_KEY);
    expect((await sandbox.payment('PENDING')).paidAt).toBeUndefined();
    expect(await sandbox.apiKeys()).toHaveLength(3);
    await sandbox.reset();
    expect(await sandbox.state()).toEqual(state);
  });

  test('may be written by hand, with only what differs', async () => {
    const accounts = [{ api_key: API_KEY, licenses: [{ key: LICENSE, state: 'active' as const, tokens: 1 }] }];
    const sandbox = createSandbox({ state: { accounts } });
    expect((await generate(sandbox, request())).status).toBe(200);
    expect((await generate(sandbox, request())).body.code).toBe('INSUFFICIENT_TOKENS');
    expect(await sandbox.licenses(API_KEY)).toHaveLength(5);
  });

  test('can be read for one API key alone', async () => {
    const { sandbox } = await written();
    expect((await sandbox.state(OTHER)).accounts.map(({ api_key }) => api_key)).toEqual([OTHER]);
  });

  test('conforms to the JSON Schema that is published, which refuses typos', async () => {
    const schema = JSON.parse(await readFile(join(ROOT, 'packages/sandbox/state.schema.json'), 'utf8'));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const { state } = await written();
    expect([validate(state), validate.errors]).toEqual([true, null]);
    expect(validate({ accounts: [{ api_key: API_KEY, license: [] }] })).toBe(false);
    expect(validate({ $schema: './state.schema.json', accounts: [] })).toBe(true);
  });
});

describe('a state is refused, with the place,', () => {
  test.each<[string, Parameters<typeof stateWith>[0], RegExp]>([
    [
      'for a typo',
      ({ accounts: [account] }) => Object.assign(account, { license: [] }),
      /\/accounts\/0: must NOT have addi/,
    ],
    [
      'for an API key that is none',
      ({ accounts: [account] }) => Object.assign(account, { api_key: 'x' }),
      /\/accounts\/0\/api_key: /,
    ],
    [
      'for an API key that is there twice',
      ({ accounts }) => accounts.push(accounts[0] as never),
      /\/accounts\/1\/api_key: is there twice/,
    ],
    [
      'for tokens below 0',
      ({ accounts: [{ licenses }] }) => Object.assign(licenses[0] ?? {}, { tokens: -1 }),
      /\/accounts\/0\/licenses\/0\/tokens: must be at least 0/,
    ],
    [
      'for a fault that does not exist',
      ({ accounts: [{ faults }] }) => faults.push({ fault: { kind: 'late' as never } }),
      /\/accounts\/0\/faults\/0\/fault\/kind: must be one of duplicate/,
    ],
    [
      'for a fault with wrong seconds',
      ({ accounts: [{ faults }] }) => faults.push({ fault: { kind: 'reset', seconds: 1 } }),
      /\/accounts\/0\/faults\/0\/fault: A fault reset has no seconds/,
    ],
    [
      'for a request that the contract refuses',
      ({ accounts: [{ payments }] }) => Object.assign(payments[0]?.request ?? {}, { amount: 1 }),
      /\/accounts\/0\/payments\/0\/request\/amount: must be at least 1000/,
    ],
    [
      'for a response to another request',
      ({ accounts: [{ payments }] }) => Object.assign(payments[0]?.response ?? {}, { amount: 60_000 }),
      /\/payments\/0\/response\/amount: must be 50000/,
    ],
    [
      'for a payment that is there twice',
      ({ accounts: [{ payments }] }) => payments.push(payments[0] as never),
      /\/payments\/1\/payment_id: is there twice.+\/payments\/1\/request\/transaction_id: is there twice/,
    ],
    [
      'for a time that is none',
      ({ accounts: [{ payments }] }) => Object.assign(payments[0] ?? {}, { created_at: 'today' }),
      /\/payments\/0\/created_at: must be a date and time/,
    ],
    [
      'for a payment that was paid and has failed',
      ({ accounts: [{ payments }] }) =>
        Object.assign(payments[0] ?? {}, { paid_at: '2026-01-15T10:00:00Z', failed_at: '2026-01-15T10:00:00Z' }),
      /\/failed_at: must not be there beside paid_at/,
    ],
    ['for everything', (state) => Object.assign(state, { accounts: 'none' }), /\/accounts: must be an array/],
  ])('%s', async (_why, change, message) => {
    const state = await stateWith(change);
    expect(() => createSandbox({ state })).toThrow(SandboxError);
    expect(() => createSandbox({ state })).toThrow(message);
  });

  test('and only ten places are told', () => {
    const accounts = Array.from({ length: 30 }, () => ({ api_key: 'x' }));
    expect(() => createSandbox({ state: { accounts } })).toThrow(/\/accounts\/9\/.+; and 20 more$/);
  });
});

test('while a long state is written, others get their turn', async () => {
  const store = createMemoryStore({ licenses: LICENSE_KEYS, warn: () => {} });
  for (let count = 0; count < 3_000; count++) {
    const ids = { paymentId: `PAY-${count}`, transactionId: `TRX-${count}`, apiKey: API_KEY };
    await store.insert({ ...ids, request: '{}', response: '{}', createdAt: 0, expiresAt: 1 }, LICENSE);
  }
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const seen: number[] = [];
  for await (const _part of stateText({ store, clocks: createClocks(store, true) }, undefined)) seen.push(turns);
  clearInterval(timer);
  // A turn after each thousand payments.
  expect(new Set(seen).size).toBeGreaterThanOrEqual(3);
});

describe('--state', () => {
  test.each<[string, string | Buffer | undefined, RegExp]>([
    ['is missing', undefined, /--state: cannot read .+: ENOENT/],
    // What PowerShell 5 writes with `>`.
    [
      'is UTF-16',
      Buffer.from('\uFEFF{"accounts":[]}', 'utf16le'),
      /--state: cannot read .+ it is not UTF-8\. Save it as/,
    ],
    ['is no JSON', 'accounts: []', /--state: cannot read .+JSON/],
    [
      'is not valid',
      '{"accounts":[{"api_key":"x"}]}',
      /--state: .+state\.json: The state is not valid\. \/accounts\/0\/api_key: /,
    ],
  ])('refuses a file that %s, and nothing starts', async (_what, content, message) => {
    const path = join(folder, content === undefined ? 'none.json' : 'state.json');
    if (content !== undefined) await writeFile(path, content);
    const { code, stdout, stderr } = await run('--state', path, '--port', '0');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
  });

  test('starts with the accounts of a file that a sandbox has written', async () => {
    await using writer = await startSandbox({ port: 0 });
    const sent = request({ payment_type: 'CHECKOUT_PAGE' });
    await generate(writer, sent);
    const file = join(folder, 'state.json');
    const state = await (await fetch(`${writer.url}/_sandbox/state`)).text();
    // As editors on Windows save it.
    await writeFile(file, `\uFEFF${state.replaceAll('\n', '\r\n')}`);
    const { child, url } = await start(['--port', '0', '--state', file]);
    const { accounts } = (await (await fetch(`${url}/_sandbox/state`)).json()) as State;
    expect(accounts[0]?.payments).toEqual((JSON.parse(state) as State).accounts[0]?.payments);
    // The same payment, and no second token.
    const headers = { 'x-api-key': API_KEY, 'content-type': 'application/json' };
    const again = await fetch(url + PATH, { method: 'POST', headers, body: JSON.stringify(sent) });
    expect(await again.json()).toEqual(accounts[0]?.payments?.[0]?.response);
    await stop(child, 'SIGINT');
  });

  test('may stand in the environment', () => {
    expect(parseServeOptions([], { KGITON_SANDBOX_STATE: 'a.json' }).stateFile).toBe('a.json');
    expect(parseServeOptions(['--state', 'b.json'], { KGITON_SANDBOX_STATE: 'a.json' }).stateFile).toBe('b.json');
  });
});
