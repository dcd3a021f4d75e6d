import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { runs } from '../../../test/support/spread.js';
import { startSandbox } from '../src/index.js';
import { control, described, type OperationId, operations } from './control-api.js';
import { generate, LICENSE, request } from './requests.js';

const ids = Object.keys(operations) as OperationId[];

/** Anything that a header, a path and a query can hold. */
const header = fc.stringMatching(/^[ -~]{0,40}$/).map((text) => text.trim());
const segment = fc.oneof(
  fc.constantFrom('TRX-KNOWN', LICENSE, '', '.', '..', '%', '%00', '%ff', '%2e%2e%2f', '__proto__', '*', ':id'),
  fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text)),
  fc.stringMatching(/^[!-~]{0,40}$/).map((text) => text.replaceAll(/[?#\\/]/g, '')),
);
const query = fc.oneof(
  fc.constantFrom(
    '',
    'state=paid',
    'state=',
    'wait=0',
    'wait=1e1',
    'wait=-0',
    'state=paid&state=x',
    'payment=%',
    '&&=&',
  ),
  fc
    .dictionary(fc.constantFrom('state', 'wait', 'payment', '__proto__'), fc.string({ maxLength: 5 }))
    .map((values) =>
      new URLSearchParams(Object.entries(values).map(([key, value]): [string, string] => [key, value])).toString(),
    ),
  fc.stringMatching(/^[!-~]{0,40}$/).map((text) => text.replaceAll('#', '')),
);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(1e308, 2 ** 53, -0, 876_000));
const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), number, fc.constantFrom('never', 'slow', 'expired', 'toString'));
const body = fc.oneof(
  fc.constantFrom('', '{', '[]', 'null', '{}', '\ufeff{}', '{"__proto__":{"tokens":1}}', '['.repeat(50_000)),
  fc
    .dictionary(
      fc.constantFrom('hours', 'minutes', 'seconds', 'milliseconds', 'tokens', 'state', 'payment', 'key'),
      value,
    )
    .map((properties) => JSON.stringify(properties)),
  fc.record({ kind: value, seconds: value }, { requiredKeys: [] }).map((fault) => JSON.stringify({ fault })),
  fc.jsonValue().map((any) => JSON.stringify(any)),
);
const apiKey = fc.oneof(
  { arbitrary: fc.constant('kgiton_test'), weight: 4 },
  header.map((rest) => `kgiton_${rest}`.trim()),
  header,
);
const headers = fc
  .tuple(
    fc.option(apiKey, { nil: undefined }),
    fc.oneof(
      { arbitrary: fc.constant({}), weight: 6 },
      fc.record({ 'content-type': header, prefer: fc.constantFrom('code=500', 'code=200') }, { requiredKeys: [] }),
      fc.record({ origin: fc.oneof(header, fc.webUrl(), fc.constant('null')) }),
      fc.record({ 'sec-fetch-site': fc.constantFrom('cross-site', 'same-site', 'same-origin', 'none', 'x') }),
    ),
  )
  .map(([key, others]): Record<string, string> => ({ ...others, ...(key !== undefined && { 'x-api-key': key }) }));

const OWN = { 'x-api-key': 'kgiton_listening' };

const isApiKey = (key: string | undefined) => key === undefined || key.startsWith('kgiton_');
const takesApiKey = (id: OperationId) => operations[id].parameters?.some(({ name }) => name === 'x-api-key') ?? false;

describe('whatever is sent to the control API:', () => {
  test('an operation responds as documented, and the sandbox keeps running', async () => {
    await using receiver = await startReceiver();
    await using sandbox = await startSandbox({ port: 0 });
    const sent = request({ transaction_id: 'TRX-KNOWN', webhook_url: receiver.url });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ids),
        fc.option(segment, { nil: undefined }),
        query,
        body,
        headers,
        async (id, segment, search, content, given) => {
          await generate(sandbox, sent);
          const { method, path, tags } = operations[id];
          const known = tags[0] === 'Webhooks' ? (sandbox.deliveries[0]?.id ?? 'none') : 'TRX-KNOWN';
          const name = segment ?? (path.includes('{key}') ? LICENSE : known);
          // With an empty parameter or dots, it is another path.
          if (path.includes('{') && ['', '.', '..'].includes(name)) return;
          if (!isApiKey(given['x-api-key']) && takesApiKey(id) && !('400' in operations[id].responses)) return;
          const response = await fetch(`${sandbox.url}${path.replace(/\{\w+\}/, () => name)}?${search}`, {
            method,
            // Webhooks of an account with a listener wait for it: not those that are sent again here.
            headers: tags[0] === 'Listeners' ? { ...given, ...OWN } : given,
            ...(method !== 'GET' && { body: content }),
          });
          const received = await response.text();
          expect(response.status, received).toBeLessThan(500);
          described(id, response.status, response.headers.get('content-type'), received);
        },
      ),
      runs(1_500),
    );
    await sandbox.reset();
    expect((await generate(sandbox, sent)).status).toBe(200);
  });

  test('another method or path is 404, never an error', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'get');
    const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/_sandbox/x${segments.join('/')}`);
    await fc.assert(
      fc.asyncProperty(method, path, query, headers, async (method, path, search, given) => {
        const url = new URL(`${sandbox.url}${path}?${search}`);
        // `..` leads out of the control API before it is sent.
        fc.pre(url.pathname.startsWith('/_sandbox/x'));
        const response = await fetch(url, { method, headers: given });
        const received = await response.text();
        expect(response.status, received).toBe(404);
      }),
      runs(300),
    );
  });
});

test('every operation that takes an API key refuses an invalid one', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  for (const id of ids) {
    const { method, path } = operations[id];
    const url = sandbox.url + path.replace(/\{\w+\}/, 'NONE');
    for (const apiKey of ['', 'key', 'KGITON_A']) {
      const response = await fetch(url, { method, headers: { 'x-api-key': apiKey } });
      const text = await response.text();
      const { code } = text.startsWith('{') ? JSON.parse(text) : {};
      if (takesApiKey(id)) expect([id, response.status, code]).toEqual([id, 400, 'INVALID_REQUEST']);
      else expect([id, response.status]).not.toEqual([id, 400]);
    }
  }
});

test('a body over 1 MiB changes nothing for an operation without a body', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  for (const id of ids.filter((id) => operations[id].method !== 'GET' && !('413' in operations[id].responses))) {
    const given = { name: 'NONE', apiKey: 'kgiton_long' };
    const { status, body } = await control(sandbox, id, { ...given, body: { text: 'x'.repeat(1024 * 1024) } });
    const without = await control(sandbox, id, given);
    // Each new account has a key of its own.
    const made = id === 'createAccount' ? { api_key: expect.any(String) } : {};
    expect({ status, body }, id).toEqual({ ...without, body: without.body && { ...without.body, ...made } });
  }
});

test('however far the clock is moved, times stay valid', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  for (let century = 0; century < 90; century += 1) {
    const { status } = await control(sandbox, 'advanceClock', { apiKey: 'kgiton_far', body: { hours: 876_000 } });
    expect(status).toBeOneOf([200, 400]);
  }
  await control(sandbox, 'getClock', { apiKey: 'kgiton_far' });
});
