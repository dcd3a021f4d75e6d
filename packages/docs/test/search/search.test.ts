import { errorCatalogue } from '@kgiton/contract';
import { describe, expect, test } from 'vitest';
import { MAX_WORDS } from '../../browser/search-concepts.js';
import { LANGUAGES, type Language } from '../../src/languages.js';
import { builtSearch } from './engine.js';

const searches = { id: await builtSearch('id'), en: await builtSearch('en') };

/** The addresses of the results, the best first. */
const find = (language: Language, query: string) => searches[language](query).map(({ href }) => href);

describe('finds', () => {
  test.each<{ what: string; query: string; language: Language; want: string }>([
    { what: 'an Indonesian word', query: 'kedaluwarsa', language: 'id', want: 'testing.html#time' },
    { what: 'a word by its beginning', query: 'autentik', language: 'id', want: 'authentication.html' },
    { what: 'an English word', query: 'expired', language: 'en', want: 'qris.html#expiry' },
    { what: 'several words', query: 'constant time', language: 'en', want: 'webhooks.html#verify' },
    {
      what: 'a property in a guide',
      query: 'expiry_minutes',
      language: 'id',
      want: 'qris.html#request-expiry_minutes',
    },
    {
      what: 'a property in the reference',
      query: 'expiry_minutes',
      language: 'en',
      want: 'reference-generate-payment.html',
    },
    { what: 'a path', query: '/api/partner/payment/generate', language: 'id', want: 'reference-generate-payment.html' },
    { what: 'a number as programs write it', query: '1440', language: 'id', want: 'qris.html#request-expiry_minutes' },
    { what: 'a number as people write it', query: '1.440', language: 'id', want: 'qris.html#request-expiry_minutes' },
    { what: 'words of a name', query: 'expiry minutes', language: 'en', want: 'qris.html#request-expiry_minutes' },
    { what: 'a name with a dot', query: 'payment.success', language: 'en', want: 'webhooks.html#event-event' },
    {
      what: 'an operation by its words',
      query: 'advance the clock',
      language: 'en',
      want: 'sandbox-api-advance-clock.html',
    },
  ])('$what: $query', ({ query, language, want }) => {
    expect(find(language, query)).toContain(want);
  });

  test('finds nothing for a word that no page has', () => {
    for (const language of LANGUAGES) expect(find(language, 'xyzzyplugh')).toEqual([]);
  });

  test('what an Indonesian verb is made into: “bayar” finds “pembayaran”', () => {
    expect(searches.id('bayar').some(({ heading }) => heading.includes('pembayaran'))).toBe(true);
  });

  test('what “di-retry” and “refund-nya” are about', () => {
    expect(find('id', 'di-retry')).toEqual(find('id', 'retry'));
    expect(find('id', 'refund-nya')).toEqual(find('id', 'refund'));
  });
});

describe('finds first', () => {
  test.each([
    ...Object.keys(errorCatalogue).map((query) => ({ what: 'an error code', query, want: `errors.html#${query}` })),
    { what: 'an error code in any case', query: 'gateway_error', want: 'errors.html#GATEWAY_ERROR' },
    { what: 'the beginning of an error code', query: 'duplicate_tr', want: 'errors.html#DUPLICATE_TRANSACTION' },
    { what: 'an error code in a sentence', query: 'kenapa GATEWAY_ERROR why', want: 'errors.html#GATEWAY_ERROR' },
    { what: 'the guide with this title', query: 'webhook', want: 'webhooks.html' },
    { what: 'an operation', query: 'generatePayment', want: 'reference-generate-payment.html' },
    { what: 'an operation in any case', query: 'generatepayment', want: 'reference-generate-payment.html' },
    { what: 'an operation', query: 'advanceClock', want: 'sandbox-api-advance-clock.html' },
    { what: 'a property', query: 'qr_content', want: 'qris.html#response-qris-qr_content' },
    { what: 'the header of the API key', query: 'x-api-key', want: 'authentication.html#api-key' },
    { what: 'the header of the request id', query: 'X-Request-Id', want: 'errors.html#request-id' },
    { what: 'the header that forces a response', query: 'Prefer', want: 'testing.html#prefer' },
  ])('$what: $query', ({ query, want }) => {
    for (const language of LANGUAGES) expect(find(language, query)[0]).toBe(want);
  });

  test('what arrives with the header of the signature, or how to verify it', () => {
    for (const language of LANGUAGES) {
      const [first] = find(language, 'X-KGiTON-Signature');
      expect(['webhooks.html#event', 'webhooks.html#verify']).toContain(first);
    }
  });

  test.each([...new Set(Object.values(errorCatalogue).map(({ status }) => String(status)))])(
    'the error codes of the status %s',
    (status) => {
      const codes = Object.entries(errorCatalogue).filter(([, error]) => String(error.status) === status);
      const wanted = codes.map(([code]) => `errors.html#${code}`).sort();
      for (const language of LANGUAGES) {
        for (const query of [status, `error ${status}`]) {
          expect(find(language, query).slice(0, codes.length).sort()).toEqual(wanted);
        }
      }
    },
  );
});

describe('treats synonyms alike, in both directions and in both languages', () => {
  test.each([
    ['signature', 'tanda tangan', 'webhooks.html#verify'],
    ['retry', 'percobaan ulang', 'webhooks.html#retries'],
    ['refund', 'pengembalian dana', 'business.html#refunds'],
    ['dashboard', 'dasbor', 'quickstart.html#pay'],
    ['redirect', 'pengalihan', 'webhooks.html#redirects'],
    ['expired', 'kedaluwarsa', 'qris.html#expiry'],
    ['scan', 'pindai', 'qris.html#scan'],
    ['API key', 'kunci API', 'authentication.html#api-key'],
    ['duplicate', 'dobel', 'webhooks.html#duplicates'],
    ['top up', 'isi ulang', 'business.html#fees'],
  ])('%s, %s', (english, indonesian, want) => {
    for (const language of LANGUAGES) {
      for (const query of [english, indonesian]) expect(find(language, query).slice(0, 5)).toContain(want);
    }
  });

  test('a word that the glossary rejects, too', () => {
    expect(find('id', 'kadaluarsa')).toContain('qris.html#expiry');
  });
});

describe('tolerates one typo', () => {
  test.each([
    ['a missing letter', 'idempotncy'],
    ['an added letter', 'idempotenncy'],
    ['a wrong letter', 'idempotemcy'],
    ['two letters exchanged', 'idempotecny'],
  ])('%s: %s', (_, typed) => {
    expect(find('en', typed)).toContain('idempotency.html#key');
  });

  test.each(['refnud', 'refudn', 'refun', 'reffund', 'rafund'])('in a synonym of another language: %s', (typed) => {
    expect(find('id', typed).slice(0, 3)).toContain('business.html#refunds');
  });

  test('but not in a correct word: “bayar” is not “layar”', () => {
    expect(searches.id('bayar').flatMap(({ terms }) => terms)).not.toContain('layar');
  });
});

describe('what nobody types, but pastes', () => {
  // With typos, each letter would cost a search of its own: minutes.
  test.each([
    ['a hash', 'a1b2c3d4'.repeat(8)],
    ['a QR text', '00020101021226'.repeat(400)],
    ['a token', 'eyJhbGciOiJ'.repeat(400)],
  ])('%s is no typo of a word', (_what, pasted) => {
    for (const language of LANGUAGES) {
      expect(find(language, pasted)).toEqual([]);
      expect(find(language, `refund ${pasted}`)).toEqual(expect.arrayContaining(find(language, 'refund')));
    }
  });

  test('a word counts once, however often it is there', () => {
    expect(find('en', 'webhook retries '.repeat(2_000))).toEqual(find('en', 'webhook retries'));
  });

  test('a log is searched by its first words', () => {
    const words = Array.from({ length: MAX_WORDS - 1 }, (_, index) => `zq${index}x`).join(' ');
    expect(find('en', `${words} refund ${'another word '.repeat(1_000)}`)).toEqual(find('en', `${words} refund`));
    expect(find('en', `${words} ${words} more refund`)).toEqual(find('en', `${words} more`));
  });
});

describe('the order', () => {
  test.each([
    ['en', 'webhook retry schedule'],
    ['id', 'jadwal retry webhook'],
  ] as const)('has the guide before the control API, which mentions each word once, in %s: %s', (language, query) => {
    const found = find(language, query);
    const control = found.findIndex((href) => href.startsWith('sandbox-api'));
    expect(found.indexOf('webhooks.html#retries')).toBeLessThan(3);
    expect(control).toBeGreaterThan(found.indexOf('webhooks.html#retries'));
  });

  test.each(LANGUAGES)('is: first what has all words, even if another section is better at one, in %s', (language) => {
    const query = 'cancel webhook';
    const [first = ''] = find(language, query);
    for (const word of query.split(' ')) expect(find(language, word)).toContain(first);
    expect(find(language, query).indexOf('payment-status.html#cancel')).toBeGreaterThan(0);
  });

  test.each(LANGUAGES)('is: then what has any of them, in %s', (language) => {
    expect(find(language, 'docker xyzzyplugh')).toEqual(find(language, 'docker'));
    expect(find(language, 'postman pytest').length).toBeGreaterThan(find(language, 'postman').length);
  });

  test.each(LANGUAGES)('has the changelog last in the language %s', (language) => {
    for (const query of ['webhook', 'sandbox', 'how to test expired payment', 'token habis']) {
      const found = find(language, query);
      const at = found.indexOf('changelog.html#changes');
      expect(at, query).toBe(found.length - 1);
    }
  });

  test('ignores stop words', () => {
    expect(find('id', 'gimana sih cara refund ya kak')).toEqual(find('id', 'refund'));
    expect(find('en', 'how do I get a refund, please?')).toEqual(find('en', 'refund'));
  });
});
