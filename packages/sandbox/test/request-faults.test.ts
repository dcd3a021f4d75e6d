import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createSandbox, REQUEST_FAULT_KINDS, type RequestFault, type Sandbox, startSandbox } from '../src/index.js';
import { API_KEY, generate, LICENSE, PATH, request, STATUS_PATH, status } from './requests.js';

/** Sends a request for a payment, and resolves with what a program sees of the response, or of the error. */
async function send(sandbox: Pick<Sandbox, 'fetch'>, body = request(), init: RequestInit = {}) {
  const headers = { 'x-api-key': API_KEY, 'content-type': 'application/json' };
  const sent = { method: 'POST', headers, body: JSON.stringify(body), ...init };
  const response = await sandbox.fetch(`http://sandbox.test${PATH}`, sent).catch((error: TypeError) => error);
  if (response instanceof Error) return { error: response, cause: (response.cause as Error | undefined)?.message };
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const tokensLeft = async (sandbox: Sandbox) => (await sandbox.license(LICENSE, API_KEY))?.tokens;

/** The same sandbox with and without a socket. */
const ways = [
  ['without a socket', async () => createSandbox()],
  [
    'over a socket',
    async () => {
      const sandbox = await startSandbox({ port: 0 });
      const overSocket = (input: string | URL | Request, init?: RequestInit) =>
        fetch(String(input).replace('http://sandbox.test', sandbox.url), init);
      return Object.create(sandbox, { fetch: { value: overSocket } }) as Sandbox;
    },
  ],
] as const;

describe.each(ways)('a request fault on demand, %s,', (way, start) => {
  const isSocket = way === 'over a socket';

  /** A sandbox with a fault for every request of the API key. */
  async function sandboxWith(fault: RequestFault) {
    const sandbox = await start();
    await sandbox.setFault(fault, { apiKey: API_KEY });
    return sandbox;
  }

  test('loses the response: the payment is made and one token taken, and the repetition takes no second', async () => {
    await using sandbox = await sandboxWith({ kind: 'lost-response', times: 1 });
    const sent = request();
    expect((await send(sandbox, sent)).error).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
    const { paymentId } = await sandbox.payment(sent.transaction_id);
    expect(await tokensLeft(sandbox)).toBe(999_999);
    const repeated = await send(sandbox, sent);
    expect(JSON.parse(repeated.text ?? '')).toMatchObject({ payment_id: paymentId });
    expect(await tokensLeft(sandbox)).toBe(999_999);
    expect(sandbox.requests).toMatchObject([
      { status: undefined, fault: { kind: 'lost-response' } },
      { status: 200, fault: undefined },
    ]);
  });

  test('resets the connection before anything happens', async () => {
    await using sandbox = await sandboxWith({ kind: 'reset' });
    const { error, cause } = await send(sandbox);
    expect(error).toMatchObject({ name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNRESET' } });
    expect(cause).toMatch(isSocket ? /ECONNRESET/ : /the connection was reset/);
    expect(await sandbox.payments()).toEqual([]);
  });

  test('hangs until the client gives up', async () => {
    await using sandbox = await sandboxWith({ kind: 'hang' });
    const client = new AbortController();
    const waiting = send(sandbox, request(), { signal: client.signal });
    await expect(Promise.race([waiting, someTurns()])).resolves.toBe('still waiting');
    client.abort(new Error('the client gave up'));
    expect((await waiting).error).toMatchObject({ message: 'the client gave up' });
    await expect.poll(() => sandbox.requests).toMatchObject([{ status: undefined, fault: { kind: 'hang' } }]);
    expect(await sandbox.payments()).toEqual([]);
  });

  test('hangs until the sandbox closes', async () => {
    const sandbox = await sandboxWith({ kind: 'hang' });
    const waiting = send(sandbox);
    await expect(Promise.race([waiting, someTurns()])).resolves.toBe('still waiting');
    await sandbox.close();
    expect((await waiting).error).toMatchObject({ name: 'TypeError' });
  });

  test('responds with the page of a proxy', async () => {
    await using sandbox = await sandboxWith({ kind: 'garbage' });
    const { status, headers, text } = await send(sandbox);
    expect([status, headers?.get('content-type')]).toEqual([502, 'text/html']);
    expect(text).toMatch(/<h1>502 Bad Gateway<\/h1>/);
    expect(await sandbox.payments()).toEqual([]);
  });

  test('ends the JSON of the response in the middle, after the payment was made', async () => {
    await using sandbox = await sandboxWith({ kind: 'truncated', times: 1 });
    const sent = request();
    const cut = await send(sandbox, sent);
    expect(cut.status).toBe(200);
    expect(() => JSON.parse(cut.text ?? '')).toThrow(SyntaxError);
    const { text: whole = '' } = await send(sandbox, sent);
    expect(whole.startsWith(cut.text ?? '?')).toBe(true);
    expect(await tokensLeft(sandbox)).toBe(999_999);
  });

  test.each([
    [undefined, '1'],
    [7.2, '8'],
  ])('limits the rate with seconds %s, in whole seconds', async (seconds, retryAfter) => {
    await using sandbox = await sandboxWith({ kind: 'rate-limit', ...(seconds !== undefined && { seconds }) });
    const { status, headers } = await send(sandbox);
    expect([status, headers?.get('retry-after')]).toEqual([429, retryAfter]);
    expect(await sandbox.payments()).toEqual([]);
  });

  test('delays the response, but not the payment, until the sandbox closes', async () => {
    const sandbox = await sandboxWith({ kind: 'slow-response', seconds: 60 });
    const waiting = send(sandbox);
    await expect.poll(() => sandbox.payments()).toHaveLength(1);
    await expect(Promise.race([waiting, someTurns()])).resolves.toBe('still waiting');
    await sandbox.close();
    expect((await waiting).status).toBe(200);
  });

  test('delays the response by its seconds', async () => {
    await using sandbox = await sandboxWith({ kind: 'slow-response', seconds: 0.05 });
    expect((await send(sandbox)).status).toBe(200);
  });
});

describe('a request fault', () => {
  test.each(REQUEST_FAULT_KINDS)('%s concerns questions for the status as well', async (kind) => {
    const sandbox = createSandbox();
    const sent = request();
    await generate(sandbox, sent);
    await sandbox.setFault({ kind, ...(kind === 'slow-response' && { seconds: 0 }) }, { id: sent.transaction_id });
    const asking = status(sandbox, sent.transaction_id).then(
      ({ status }) => status,
      (error: Error) => error.name,
    );
    if (kind === 'hang') await sandbox.close();
    const outcomes: Partial<Record<typeof kind, unknown>> = { garbage: 'SyntaxError', 'slow-response': 200 };
    const noJson = ['truncated', 'rate-limit'].includes(kind) ? 'SyntaxError' : 'TypeError';
    expect(await asking).toBe(outcomes[kind] ?? noJson);
    expect(sandbox.requests.at(-1)).toMatchObject({ path: STATUS_PATH + sent.transaction_id, fault: { kind } });
  });

  test('of a transaction can be set before it exists, and leaves other transactions alone', async () => {
    const sandbox = createSandbox();
    const sent = request();
    await sandbox.setFault({ kind: 'garbage' }, { id: sent.transaction_id, apiKey: API_KEY });
    expect((await send(sandbox)).status).toBe(200);
    expect((await send(sandbox, sent)).status).toBe(502);
  });

  test('can be set by payment id', async () => {
    const sandbox = createSandbox();
    const sent = request();
    const { body } = await generate(sandbox, sent);
    await sandbox.setFault({ kind: 'garbage' }, { id: body.payment_id });
    expect((await send(sandbox, sent)).status).toBe(502);
  });

  test('takes precedence over that of its API key, and concerns no other API key', async () => {
    const sandbox = createSandbox();
    const sent = request();
    await sandbox.setFault({ kind: 'rate-limit' }, { apiKey: API_KEY });
    await sandbox.setFault({ kind: 'garbage' }, { id: sent.transaction_id, apiKey: API_KEY });
    expect((await send(sandbox, sent)).status).toBe(502);
    expect((await send(sandbox)).status).toBe(429);
    const other = { 'x-api-key': 'kgiton_other', 'content-type': 'application/json' };
    expect((await send(sandbox, sent, { headers: other })).status).toBe(200);
  });

  test('with times ends after so many requests, and the list says how many are left', async () => {
    const sandbox = createSandbox();
    await sandbox.setFault({ kind: 'rate-limit', seconds: 2, times: 2 }, { apiKey: API_KEY });
    const statuses = [(await send(sandbox)).status];
    expect(await sandbox.faults()).toEqual([{ apiKey: API_KEY, fault: { kind: 'rate-limit', seconds: 2, times: 1 } }]);
    statuses.push((await send(sandbox)).status, (await send(sandbox)).status);
    expect(statuses).toEqual([429, 429, 200]);
    expect(await sandbox.faults()).toEqual([]);
  });

  test('without times stays until it is cleared', async () => {
    const sandbox = createSandbox();
    await sandbox.setFault({ kind: 'garbage' }, { apiKey: API_KEY });
    for (let i = 0; i < 3; i++) expect((await send(sandbox)).status).toBe(502);
    await sandbox.setFault(undefined, { apiKey: API_KEY });
    expect((await send(sandbox)).status).toBe(200);
  });

  test('stands beside a webhook fault of the same payment, and each can be cleared alone', async () => {
    const sandbox = createSandbox();
    const target = { id: 'TRX-BOTH', apiKey: API_KEY };
    await sandbox.setFault({ kind: 'never' }, target);
    await sandbox.setFault({ kind: 'reset' }, target);
    await sandbox.setFault({ kind: 'hang' }, target);
    expect((await sandbox.faults()).map(({ fault }) => fault.kind)).toEqual(['never', 'hang']);
    await sandbox.setFault(undefined, { ...target, kind: 'reset' });
    expect(await sandbox.faults()).toHaveLength(2);
    await sandbox.setFault(undefined, { ...target, kind: 'hang' });
    expect((await sandbox.faults()).map(({ fault }) => fault.kind)).toEqual(['never']);
    await sandbox.setFault({ kind: 'hang' }, target);
    await sandbox.setFault(undefined, target);
    expect(await sandbox.faults()).toEqual([]);
  });

  test('does not concern a request without an API key', async () => {
    const sandbox = createSandbox();
    await sandbox.setFault({ kind: 'garbage' }, { apiKey: API_KEY });
    const headers = { 'content-type': 'application/json' };
    expect((await send(sandbox, request(), { headers })).status).toBe(401);
  });

  test('ends even the connection of a request that is kept alive, in bytes', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    await sandbox.setFault({ kind: 'lost-response' }, { apiKey: API_KEY });
    const received = await new Promise<string>((resolve, reject) => {
      const body = JSON.stringify(request());
      const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
      socket.write(
        `POST ${PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-api-key: ${API_KEY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    expect(received).toBe('');
    expect(await sandbox.payments()).toHaveLength(1);
  });

  test.each([
    [{ kind: 'hang', seconds: 1 }, /A fault hang has no seconds/],
    [{ kind: 'reset', times: 0 }, /Expected times as a whole number of 1 or more, got 0/],
    [{ kind: 'slow-response', seconds: 61 }, /Expected 0 to 60 seconds for a fault slow-response, got 61/],
  ] as const)('%o is refused', async (fault, message) => {
    await expect(createSandbox().setFault(fault, { apiKey: API_KEY })).rejects.toThrow(message);
  });
});

test('a webhook fault of an API key with times ends after so many webhooks', async () => {
  const sent: string[] = [];
  const sandbox = createSandbox({
    fetch: async (webhook) => {
      sent.push((await webhook.json()).transaction_id);
      return new Response();
    },
  });
  await sandbox.setFault({ kind: 'duplicate', times: 1 }, { apiKey: API_KEY });
  for (const transaction_id of ['TRX-A', 'TRX-B']) {
    await generate(sandbox, request({ transaction_id, webhook_url: 'https://shop.id/webhook' }));
    await sandbox.pay(transaction_id);
    await sandbox.waitForDelivery({ id: transaction_id });
  }
  expect(sent).toEqual(['TRX-A', 'TRX-A', 'TRX-B']);
  expect(sandbox.deliveries.map(({ fault }) => fault)).toEqual([{ kind: 'duplicate' }, undefined]);
});

/** Resolves after everything that is ready, network included, has had its turn a few times. */
async function someTurns(): Promise<string> {
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  return 'still waiting';
}
