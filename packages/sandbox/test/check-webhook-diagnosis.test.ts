import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkHandler } from '../src/cli/check-webhook/check.js';
import { beginningOf } from '../src/cli/check-webhook/exchange.js';
import { hmac } from '../src/webhooks/payload.js';
import type { Send } from '../src/webhooks/send.js';

// Each handler makes one mistake. It takes the place of the network, so that a whole run takes milliseconds.

const secret = 'whsec_of_the_shop';
const options = { secret, transactionId: 'TRX-2026-001', amount: 50_000 };

const HEADER = 'x-kgiton-signature';

const results = (handler: Send) => checkHandler('http://shop.test/hook', handler, options);

/** What is said of a handler: each mistake with its fix, once. */
async function diagnoses(handler: Send) {
  const wrong = (await results(handler)).filter(({ verdict }) => verdict === 'failed' || verdict === 'advice');
  return {
    mistakes: [...new Set(wrong.map(({ mistake }) => mistake))],
    names: wrong.map(({ name }) => name),
    fixes: [...new Set(wrong.map(({ fix }) => fix))].join('\n'),
  };
}

const respond = (status: number, text = '', headers: Record<string, string> = {}) =>
  new Response(text, { status, headers });

/** A handler that responds with 200 to a signature that is right in its eyes, else with 401. */
const verifying =
  (isRight: (body: string, headers: Headers) => boolean): Send =>
  async (request) => {
    if (request.method !== 'POST') return respond(405);
    return respond(isRight(await request.text(), request.headers) ? 200 : 401);
  };

/** A handler that verifies some form of the body with some secret. */
const signing = (form: (body: string) => string, key = secret) =>
  verifying((body, headers) => headers.get(HEADER) === hmac(form(body), key));

/** A handler that verifies another signature than that of KGiTON. */
const expecting = (signature: (body: string) => string) =>
  verifying((body, headers) => headers.get(HEADER) === signature(body));

/** A framework that parses every body of this type before the handler, which gets `undefined` for others. */
const parsing =
  (handle: (parsed: unknown, request: Request, raw: string) => Response): Send =>
  async (request) => {
    if (request.method !== 'POST') return respond(405);
    const raw = await request.text();
    if (request.headers.get('content-type') !== 'application/json') return handle(undefined, request, raw);
    try {
      return handle(JSON.parse(raw), request, raw);
    } catch (error) {
      return error instanceof SyntaxError ? respond(400) : respond(500);
    }
  };

const parsed = (write: (event: Record<string, unknown>) => string) =>
  parsing((event, { headers }) =>
    respond(headers.get(HEADER) === hmac(write(event as Record<string, unknown>), secret) ? 200 : 401),
  );

const python = (event: object) =>
  `{${Object.entries(event)
    .map(([name, value]) => `"${name}": ${JSON.stringify(value)}`)
    .join(', ')}}`;

const sorted = (event: object) => Object.fromEntries(Object.entries(event).sort());

const ascii = (json: string) =>
  json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A handler that verifies correctly, and then cannot process the webhook. */
const failingAfterwards =
  (status: number): Send =>
  async (request) => {
    const isRight = request.headers.get(HEADER) === hmac(await request.text(), secret);
    return respond(isRight ? status : 401);
  };

const unsigned = ({ signature: _, ...rest }: Record<string, unknown>) => rest;

const always =
  (status: number, text?: string, headers?: Record<string, string>): Send =>
  async () =>
    respond(status, text, headers);

const readsHeader = (name: string, prefix = '') =>
  verifying((body, headers) => headers.get(name) === prefix + hmac(body, secret));

/** Express, which hands an error of the handler to the client in development. */
const throwing = (message: string) =>
  parsing(() => {
    throw new TypeError(message);
  });

/** Without the two rows that judge all cases. */
const CASES = (await results(async () => respond(200))).slice(0, -2);

const VALID = ['a valid webhook'];

const REWRITTEN = [
  'white space between the tokens',
  'escaped characters',
  'escaped slashes',
  'a number with a decimal point',
  'properties in another order',
];

describe('check-webhook names the mistake of a handler', () => {
  test.each<[string, Send, string, string | RegExp]>([
    ['has another secret', signing((body) => body, 'whsec_other'), 'wrong-secret', 'another webhook secret'],
    ['has a secret with a line feed', signing((body) => body, `${secret}\n`), 'secret-line-feed', /line feed.+Trim/],
    ['has a secret with CR and LF', signing((body) => body, `${secret}\r\n`), 'secret-line-feed', 'Trim the secret'],
    ['has a secret with a space', signing((body) => body, `${secret} `), 'secret-white-space', 'Trim the secret'],
    ['has a secret in quotes', signing((body) => body, `"${secret}"`), 'secret-quotes', 'double quotes'],
    ['has an empty secret', signing((body) => body, ''), 'no-secret', 'anybody can sign'],
    ['has no secret in JavaScript', signing((body) => body, 'undefined'), 'no-secret', 'the word undefined'],
    ['has the test secret', signing((body) => body, 'whsec_test_kgiton'), 'test-secret', 'published test secret'],
    ['has a secret without prefix', signing((body) => body, 'of_the_shop'), 'secret-prefix', 'lacks whsec_'],
    ['verifies JSON as Python writes it', parsed(python), 'reserialized-body', 'json.dumps in Python'],
    [
      'verifies JSON as Go writes a map',
      parsed((event) => JSON.stringify(sorted(event))),
      'reserialized-body',
      'map in Go',
    ],
    ['verifies indented JSON', parsed((event) => JSON.stringify(event, null, 2)), 'reserialized-body', 'two spaces'],
    ['verifies a body with a line feed', signing((body) => `${body}\n`), 'reserialized-body', 'line feed at its end'],
    ['verifies an object as text', parsed(String), 'parsed-body', 'got an object'],
    ['verifies an empty body', signing(() => ''), 'parsed-body', 'an empty text'],
    ['verifies undefined', signing(() => 'undefined'), 'parsed-body', 'undefined'],
    [
      'runs behind a parser that consumes the body',
      parsing((event, { headers }, raw) =>
        respond(event === undefined && headers.get(HEADER) === hmac(raw, secret) ? 200 : 500),
      ),
      'parsed-body',
      'Register the handler before the parser',
    ],
    [
      'gives an object to the HMAC, and shows the error of Node.js',
      async () => respond(500, 'TypeError: The "data" argument must be of type string. Received an instance of Object'),
      'parsed-body',
      'A parser has read the body',
    ],
    ['gives an object to the HMAC', throwing('no text'), 'parsed-body', 'A body that is not JSON gets 400'],
    ['verifies the body in Base64', signing((body) => Buffer.from(body).toString('base64')), 'encoded-body', 'Base64'],
    [
      'verifies the header against the body without signature',
      parsed((event) => JSON.stringify(unsigned(event))),
      'without-signature',
      'without its property signature',
    ],
    [
      'verifies a signature in Base64',
      expecting((body) => createHmac('sha256', secret).update(body).digest('base64')),
      'signature-form',
      'Base64',
    ],
    ['verifies uppercase hex', expecting((body) => hmac(body, secret).toUpperCase()), 'signature-form', 'uppercase'],
    ['expects sha256= before it', expecting((body) => `sha256=${hmac(body, secret)}`), 'signature-form', 'sha256='],
    [
      'verifies HMAC-SHA512',
      expecting((body) => createHmac('sha512', secret).update(body).digest('hex')),
      'signature-form',
      'HMAC-SHA512',
    ],
    [
      'verifies a hash without HMAC',
      expecting((body) =>
        createHash('sha256')
          .update(body + secret)
          .digest('hex'),
      ),
      'signature-form',
      'SHA-256 of the body and the secret',
    ],
    ['reads the header X-Signature', readsHeader('x-signature'), 'header-name', 'the header X-Signature. KGiTON'],
    [
      'reads the header of GitHub',
      readsHeader('x-hub-signature-256', 'sha256='),
      'header-name',
      'X-Hub-Signature-256. KGiTON',
    ],
    ['has Laravel’s CSRF protection', always(419), 'csrf', 'CSRF protection refuses the webhook (419)'],
    ['has Django’s CSRF protection', always(403, '<h1>Forbidden</h1> CSRF verification failed.'), 'csrf', 'Exempt'],
    ['has CSRF protection of few words', always(403), 'blocked', 'CSRF protection, a login or a firewall'],
    ['has a firewall', always(401, '<!doctype html>'), 'blocked', 'a firewall'],
    ['has a login page', always(302, '', { location: '/login?next=/hook' }), 'login', 'to http://shop.test/login.'],
    ['has a password', always(401, '', { 'www-authenticate': 'Basic realm="Staging"' }), 'login', 'Basic realm'],
    [
      'redirects',
      always(308, '', { location: 'https://shop.test/hook/' }),
      'redirect',
      'to https://shop.test/hook/, and',
    ],
    ['redirects to nowhere', always(302), 'redirect', 'does not follow redirects'],
    ['is elsewhere', always(404), 'not-found', 'is the path of the URL right'],
    ['accepts no POST', always(405), 'method', 'does not accept POST'],
    ['accepts no JSON', always(415), 'content-type', 'application/json'],
    ['limits requests', always(429), 'rate-limit', 'remove the rate limit'],
    ['accepts nothing of this size', always(413), 'body-limit', '(413)'],
    ['fails', always(500), 'failure', 'its log should say why'],
    [
      'does not know the transaction',
      failingAfterwards(404),
      'not-processed',
      /a wrong one gets 401\. Then the handler responds with 404.+--transaction-id/,
    ],
    ['fails after verification', failingAfterwards(500), 'not-processed', 'responds with 500: its log should say why'],
  ])('a handler that %s: one failed case, named', async (_, handler, mistake, fix) => {
    const { mistakes, names, fixes } = await diagnoses(handler);
    expect([mistakes, names]).toEqual([[mistake], VALID]);
    expect(fixes).toMatch(fix instanceof RegExp ? fix : new RegExp(fix.replaceAll(/[.()$]/g, '\\$&')));
  });

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

  test('a header that the handler finds is not in doubt', async () => {
    const other = signing((body) => body, 'whsec_other');
    const told: Send = (request) =>
      request.headers.has(HEADER) ? other(request) : always(401, 'No signature')(request);
    expect((await diagnoses(other)).fixes).toContain("req.headers['x-kgiton-signature'] in Node.js");
    expect((await diagnoses(told)).fixes).not.toContain('req.headers');
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

  test('the text of a refusal counts as far as it has arrived', async () => {
    const endless = new Response(new ReadableStream({ start: (body) => body.enqueue(Buffer.from('CSRF')) }));
    expect(await beginningOf(endless)).toBe('CSRF');
  });

  test('guesses at a signature end with the first that is accepted', async () => {
    let count = 0;
    const handler = signing((body) => body, `${secret}\n`);
    await results((request) => {
      count++;
      return handler(request);
    });
    expect(count).toBe(CASES.length + 1);
  });

  test('a handler that accepts everything: forged and unreadable webhooks, and a GET', async () => {
    const { mistakes, names } = await diagnoses(always(200));
    expect(mistakes).toEqual(['unverified', 'get-accepted']);
    expect(names).toHaveLength(10);
  });
});
