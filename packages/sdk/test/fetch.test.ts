import nodeFetch from 'node-fetch';
import { fetch as undiciFetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { type Fetch, type FetchInit, ValidationError } from '../src/index.js';
import { apiKey, createKGiTON, payment, rejection } from './fixtures.js';
import { fail, hang, page, qrisPayment, startScriptedServer, succeed } from './scripted-server.js';
import { createTestClock } from './test-clock.js';

/** Passed as a partner does, without a cast: their types must fit too. */
const fetches: [string, Fetch][] = [
  ['of the platform', globalThis.fetch],
  ['of undici', undiciFetch],
  ['of node-fetch', nodeFetch],
];

const onTheWire = { transaction_id: 'TRX-1', amount: 50_000, license_key: 'X', payment_type: 'QRIS' } as const;

describe.each(fetches)('the fetch %s', (_whose, fetch) => {
  test('sends payments byte for byte, and is retried', async () => {
    await using server = await startScriptedServer(page(503), succeed);
    const { partnerPayment } = createKGiTON(server.url, { fetch, clock: createTestClock() });
    const { data, requestId, headers } = await partnerPayment
      .generateQris({ ...payment, description: 'Cuci 5 kg – “kilat” 😀' })
      .withResponse();
    expect(data).toEqual(qrisPayment);
    expect([requestId, headers.get('content-type')]).toEqual(['req_1', 'application/json']);
    const body = {
      transaction_id: payment.transactionId,
      amount: payment.amount,
      license_key: payment.licenseKey,
      description: 'Cuci 5 kg – “kilat” 😀',
      payment_type: 'QRIS',
    };
    expect(server.bodies).toEqual([JSON.stringify(body), JSON.stringify(body)]);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-api-key': apiKey, 'content-type': 'application/json' });
  });

  test('produces errors of the right class, and follows no redirect', async () => {
    await using server = await startScriptedServer(fail(400, 'VALIDATION_ERROR'), (response) =>
      response.writeHead(307, { location: `${server.url}/elsewhere` }).end(),
    );
    const { partnerPayment } = createKGiTON(server.url, { fetch });
    expect(await rejection(partnerPayment.generateQris(payment))).toBeInstanceOf(ValidationError);
    expect((await rejection(partnerPayment.generateQris(payment))).message).toMatch(/a redirect to .+\/elsewhere/);
    expect(server.requests).toHaveLength(2);
  });

  test('is ended by the timeout and by a signal', async () => {
    await using server = await startScriptedServer(hang);
    const { partnerPayment } = createKGiTON(server.url, { fetch, maxRetries: 0 });
    const late = await rejection(partnerPayment.generateQris(payment, { timeout: 500 }));
    expect(late).toMatchObject({ code: 'TIMEOUT_ERROR', outcomeUnknown: true });
    await expect.poll(() => server.requests[0]?.socket.destroyed).toBe(true);
    const signal = AbortSignal.timeout(100);
    expect(await rejection(partnerPayment.generateQris(payment, { signal }))).toBe(signal.reason);
  });
});

test('a fetch receives plain values: the URL as a string, headers as an object, the body as a string', async () => {
  const seen: [unknown, FetchInit][] = [];
  const kgiton = createKGiTON('https://api.kgiton.com/', {
    fetch: (url, init) => {
      seen.push([url, init]);
      return Response.json(qrisPayment);
    },
  });
  await kgiton.partnerPayment.generate(onTheWire);
  const [[url, init] = []] = seen;
  expect(url).toBe('https://api.kgiton.com/api/partner/payment/generate');
  expect(init).toEqual({
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
    body: JSON.stringify(onTheWire),
    redirect: 'manual',
    signal: expect.any(AbortSignal),
  });
  expect(Object.getPrototypeOf(init?.headers)).toBe(Object.prototype);
});
