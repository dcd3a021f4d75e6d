import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { beginningOf } from '../src/cli/check-webhook/exchange.js';
import { hmac } from '../src/platform/node.js';
import type { Send } from '../src/webhooks/send.js';
import {
  always,
  diagnoses,
  expecting,
  failingAfterwards,
  HEADER,
  parsed,
  parsing,
  python,
  readsHeader,
  respond,
  results,
  secret,
  signing,
  sorted,
  throwing,
  unsigned,
} from './check-webhook-handlers.js';

/** Without the two rows that judge all cases. */
const CASES = (await results(async () => respond(200))).slice(0, -2);

const VALID = ['a valid webhook'];

describe('check-webhook names the mistake of a handler that refuses a valid webhook', () => {
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

  test('a header that the handler finds is not in doubt', async () => {
    const other = signing((body) => body, 'whsec_other');
    const told: Send = (request) =>
      request.headers.has(HEADER) ? other(request) : always(401, 'No signature')(request);
    expect((await diagnoses(other)).fixes).toContain("req.headers['x-kgiton-signature'] in Node.js");
    expect((await diagnoses(told)).fixes).not.toContain('req.headers');
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
});
