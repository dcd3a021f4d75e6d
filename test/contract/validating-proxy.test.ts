import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Prism, startPrism } from '../../scripts/prism.js';
import { bodies, documentPath, outcomes } from '../support/document.js';
import { type Fault, startFaultProxy } from '../support/fault-proxy.js';
import { invalidRequests } from '../support/invalid-requests.js';
import { send } from '../support/target.js';

const target = inject('target');
const path = outcomes[0]?.path ?? '';
const request = { ...bodies.find(({ place }) => place.endsWith('generate request'))?.body.examples?.QRIS?.value };
delete request.webhook_url;

// Prism answers by itself, in a form of its own, when the key is missing or the body is not JSON. It forwards the body
// `null` as no body, of which a server has another thing to say.
const changed = target.kind === 'server' ? ['not JSON', 'null'] : ['not JSON'];
const passing = invalidRequests.filter(({ status, name }) => status !== 401 && !changed.includes(name));

describe.runIf(target.isLocal)('through Prism as a validating proxy', () => {
  let proxy: Prism;
  let upstream: Awaited<ReturnType<typeof startFaultProxy>>;
  let fault: Fault = (answer) => answer;

  beforeAll(async () => {
    upstream = await startFaultProxy(target.url, (answer, body) => fault(answer, body));
    proxy = await startPrism({ document: documentPath, upstream: upstream.url, logLevel: 'silent' });
  });
  afterAll(async () => {
    await proxy?.stop();
    await upstream?.[Symbol.asyncDispose]();
  });

  test.each(passing)('the answer to $name passes unchanged', async (invalid) => {
    fault = (answer) => answer;
    const straight = await send(target, invalid.path, invalid.body, invalid.headers);
    const answer = await send({ ...target, url: proxy.url }, invalid.path, invalid.body, invalid.headers);
    expect(answer).toMatchObject({ status: straight.status, body: straight.body });
    expect(answer.headers.get('sl-violations') ?? '').not.toContain('"response"');
  });

  test.runIf(target.kind === 'mock').each(outcomes)(
    '$status $name passes unchanged',
    async ({ status, name, value }) => {
      fault = (answer) => answer;
      const answer = await send({ ...target, url: proxy.url }, path, request, {
        prefer: `code=${status}, example=${name}`,
      });
      expect(answer.headers.get('sl-violations')).toBeNull();
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual(value);
    },
  );

  const faults: [string, Fault, string][] = [
    ['lacks a member', ({ body: { expires_at: _, ...body }, ...rest }) => ({ ...rest, body }), 'expires_at'],
    [
      'has a member of a wrong type',
      ({ body, ...rest }) => ({ ...rest, body: { ...body, amount: '50000' } }),
      'amount',
    ],
    ['has a status that the contract does not have', (answer) => ({ ...answer, status: 418 }), 'status code'],
    [
      'is an error without a code',
      (answer) => ({ ...answer, status: 402, body: { success: false, message: 'No.' } }),
      'code',
    ],
    ['is not JSON by its content type', (answer) => ({ ...answer, contentType: 'text/plain' }), 'media type'],
  ];
  test.runIf(target.kind === 'mock').each(faults)('a response that %s is reported', async (_name, broken, place) => {
    fault = broken;
    const answer = await send({ ...target, url: proxy.url }, path, request);
    const violations = answer.headers.get('sl-violations') ?? '';
    expect(violations.toLowerCase()).toContain(place);
    // Prism only warns of a status below 200 or above 299 that the document does not have.
    if (answer.status !== 418)
      expect(answer).toMatchObject({ status: 500, text: expect.stringContaining('#VIOLATIONS') });
  });
});
