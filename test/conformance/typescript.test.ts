import { inspect } from 'node:util';
import { type Clock, KGiTON, type KGiTONError } from '@kgiton/sdk';
import { unwrap } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConformanceServer, type ReceivedRequest, startConformanceServer } from './server.js';
import { type Case, type ExpectedError, readTable, type WebhookCase } from './table.js';

const requests = await readTable<Case>('requests');
const waits = await readTable<Case>('waits');
const webhooks = await readTable<WebhookCase>('webhooks');

/** The timeout of an attempt, in milliseconds: no delay of the table is as long, so that the clock can tell them apart. */
const ATTEMPT_TIMEOUT = 9_999;

let server: ConformanceServer;
beforeAll(async () => {
  server = await startConformanceServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

describe.each([
  ['requests', requests],
  ['waits', waits],
] as const)('the TypeScript SDK keeps to the table of %s:', (file, { cases, apiKey, licenseKey }) => {
  test.each(cases.map((each, index) => [each.name, index, each] as const))('%s', async (_name, index, each) => {
    const { expect: expected } = each;
    const clock = createTableClock(each);
    const base = each.server ? await get<string>(`${file}/${index}/server`) : `${server.url}/${file}/${index}`;
    const outcome = await call(each, { apiKey, baseUrl: base, clock, timeout: ATTEMPT_TIMEOUT, ...each.client }).then(
      (result) => ({ result }),
      (error: KGiTONError) => ({ error }),
    );
    const received = await get<ReceivedRequest[]>(`received/${file}/${index}`);
    expect(received.length).toBeGreaterThanOrEqual(expected.received ?? 0);
    expect(received.length).toBeLessThanOrEqual(expected.received ?? expected.receivedAtMost ?? 0);
    expect(new Set(received.map(({ body }) => body)).size).toBeLessThanOrEqual(1);
    expect(clock.delays).toEqual(expected.delays ?? []);
    if (expected.request) expect(received[0]).toMatchObject(expected.request);
    if (expected.result) expect(outcome).toMatchObject({ result: expected.result });
    if (expected.invalidArgument) expect(outcome).toMatchObject({ error: expect.any(TypeError) });
    if (expected.error) expectError(outcome, expected.error);
    if ('error' in outcome) {
      for (const secret of [apiKey, licenseKey]) expect(inspect(outcome.error, { depth: 9 })).not.toContain(secret);
    }
  });
});

describe('the TypeScript SDK keeps to the table of webhooks:', () => {
  test.each(webhooks.cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
    const { body, headers, secrets } = each;
    const { event, error } = each.expect;
    const outcome = attempt(() => unwrap(body, headers, secrets));
    if (event) expect(outcome).toMatchObject({ result: event });
    if (error) expectError(outcome, error);
    for (const secret of secrets.filter(Boolean)) expect(inspect(outcome, { depth: 9 })).not.toContain(secret);
  });
});

test('the table has cases of each kind', () => {
  expect(requests.cases.length).toBeGreaterThan(100);
  expect(waits.cases.length).toBeGreaterThan(20);
  expect(webhooks.cases.length).toBeGreaterThan(30);
  for (const { cases } of [requests, waits, webhooks]) {
    expect(new Set<string>(cases.map(({ name }) => name)).size).toBe(cases.length);
  }
});

async function call({ call: { options, ...each } }: Pick<Case, 'call'>, client: object): Promise<unknown> {
  const { partnerPayment } = new KGiTON(client);
  switch (each.operation) {
    case 'generate':
      return partnerPayment.generate(each.request as never, options);
    case 'checkStatus':
      return partnerPayment.checkStatus(each.transactionId, options);
    case 'waitForPayment': {
      const { timeout, interval } = each;
      return partnerPayment.waitForPayment(each.transactionId, { timeout, interval });
    }
  }
}

function attempt(run: () => unknown): object {
  try {
    return { result: run() };
  } catch (error) {
    return { error };
  }
}

function expectError(outcome: object, { class: name, message = [], messageAtMost, ...details }: ExpectedError): void {
  expect(outcome).toHaveProperty('error');
  const { error } = outcome as { error: KGiTONError & { reason?: string } };
  const { code, statusCode, requestId, retryAfter, outcomeUnknown, errors, reason } = error;
  expect({ name: error.name, code, statusCode, requestId, retryAfter, outcomeUnknown, errors, reason }).toEqual({
    outcomeUnknown: false,
    ...details,
    name,
  });
  for (const part of message) expect(error.message).toContain(part);
  if (messageAtMost) expect(error.message.length).toBeLessThanOrEqual(messageAtMost);
}

async function get<T>(path: string): Promise<T> {
  return (await fetch(`${server.url}/${path}`)).json() as Promise<T>;
}

/** A clock that passes only while the SDK sleeps, and then at once; the deadline of an attempt is real. */
function createTableClock({ random = 0.5, now = '2026-01-15T10:00:00Z', call, client }: Omit<Case, 'expect'>) {
  const wait = call.operation === 'waitForPayment' ? { timeout: 600_000, interval: 5000, ...call } : undefined;
  const attempt = call.options?.timeout ?? client?.timeout ?? ATTEMPT_TIMEOUT;
  const delays: number[] = [];
  let time = Date.parse(now);
  let end: { at: number; callback: () => void } | undefined;
  return {
    delays,
    now: () => time,
    random: () => random,
    after(milliseconds: number, callback: () => void) {
      if (wait && !end && milliseconds === wait.timeout) {
        end = { at: time + milliseconds, callback };
        return () => {};
      }
      if (milliseconds === attempt) {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      }
      const delay = Math.min(milliseconds, (end?.at ?? Number.POSITIVE_INFINITY) - time);
      delays.push(delay);
      time += delay;
      queueMicrotask(delay < milliseconds ? (end?.callback ?? callback) : callback);
      return () => {};
    },
  } satisfies Clock & { delays: number[] };
}
