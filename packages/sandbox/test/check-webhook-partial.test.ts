import { timingSafeEqual } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hmac } from '../src/platform/node.js';
import type { Send } from '../src/webhooks/send.js';
import {
  always,
  ascii,
  diagnoses,
  HEADER,
  parsed,
  parsing,
  respond,
  secret,
  signing,
  verifying,
} from './check-webhook-handlers.js';

const REWRITTEN = [
  'white space between the tokens',
  'escaped characters',
  'escaped slashes',
  'a number with a decimal point',
  'properties in another order',
];

describe('check-webhook names the mistake of a handler that accepts a valid webhook', () => {
  test.each<[string, Send, string, string[], string]>([
    [
      'verifies JSON as JavaScript writes it',
      parsed((event) => JSON.stringify(event)),
      'reserialized-body',
      REWRITTEN,
      'written again (compact), not the bytes that came',
    ],
    [
      'verifies compact JSON of Python',
      parsed((event) => ascii(JSON.stringify(event))),
      'reserialized-body',
      [...REWRITTEN, 'a body in unicode'],
      'Verify the raw body',
    ],
    [
      'verifies JSON as PHP writes it',
      parsed((event) => ascii(JSON.stringify(event)).replaceAll('/', '\\/')),
      'reserialized-body',
      [...REWRITTEN.filter((name) => name !== 'escaped slashes'), 'a body in unicode'],
      'Verify the raw body',
    ],
    [
      'trims the body',
      signing((body) => body.trim()),
      'changed-body',
      ['white space between the tokens'],
      'Or a proxy in front of it rewrites bodies',
    ],
    [
      'refuses properties that it does not know',
      async (request) => {
        const body = await request.text();
        if (request.headers.get(HEADER) !== hmac(body, secret)) return respond(401);
        const { receipt, total, customer, note, 1: one } = JSON.parse(body);
        return respond(
          [receipt, total, customer, one].every((value) => value === undefined) && !(note?.length < 99) ? 200 : 422,
        );
      },
      'strict-body',
      [
        'escaped slashes',
        'a number with a decimal point',
        'properties in another order',
        'an added property',
        'a body in unicode',
      ],
      'ignore unknown properties',
    ],
    [
      'verifies the signature property of the body',
      parsing((event) => {
        const { signature, ...rest } = event as Record<string, unknown>;
        return respond(signature === hmac(JSON.stringify(rest), secret) ? 200 : 401);
      }),
      'body-signature',
      [
        'no signature',
        'an empty signature',
        'a signature that is not hex',
        'a signature that is too short',
        'a signature that is too long',
        'a signature under another secret',
        'properties in another order',
      ],
      'Verify the header X-KGiTON-Signature',
    ],
    [
      'verifies only a signature that is there',
      verifying((body, headers) => !headers.get(HEADER) || headers.get(HEADER) === hmac(body, secret)),
      'missing-signature',
      ['no signature', 'an empty signature'],
      'Treat a missing or empty one as a wrong one',
    ],
    [
      'compares the beginning of the signature',
      verifying((body, headers) => {
        const given = headers.get(HEADER) ?? '';
        return given !== '' && hmac(body, secret).startsWith(given.slice(0, 62));
      }),
      'partial-signature',
      ['a signature that is too short', 'a signature that is too long'],
      'Compare all 64 digits',
    ],
    [
      'throws at a signature of another length',
      async (request) => {
        if (request.method !== 'POST') return respond(405);
        const [given, right] = [request.headers.get(HEADER) ?? '', hmac(await request.text(), secret)];
        try {
          return respond(timingSafeEqual(Buffer.from(given), Buffer.from(right)) ? 200 : 401);
        } catch {
          return respond(500);
        }
      },
      'throws',
      [
        'no signature',
        'an empty signature',
        'a signature that is not hex',
        'a signature that is too short',
        'a signature that is too long',
      ],
      'treat a missing or malformed signature as a wrong one',
    ],
  ])('a handler that %s: each case that shows it', async (_, handler, mistake, cases, fix) => {
    const { mistakes, names, fixes } = await diagnoses(handler);
    expect(names).toEqual(cases);
    expect(mistakes.slice(0, 1)).toEqual([mistake]);
    expect(fixes).toContain(fix);
  });

  test('a handler that refuses one of two equal webhooks at the same moment, whichever comes first', async () => {
    const right = verifying((body, headers) => headers.get(HEADER) === hmac(body, secret));
    let release = () => {};
    const second = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = 0;
    const { mistakes, names } = await diagnoses(async (request) => {
      if (++arrived === 2) release();
      if (arrived > 1) return right(request);
      await second;
      return respond(409);
    });
    expect([mistakes, names]).toEqual([['concurrent-duplicate-refused'], ['the same webhook at the same moment']]);
  });

  test('a handler that accepts everything: forged and unreadable webhooks, and a GET', async () => {
    const { mistakes, names } = await diagnoses(always(200));
    expect(mistakes).toEqual(['unverified', 'get-accepted']);
    expect(names).toHaveLength(10);
  });
});
