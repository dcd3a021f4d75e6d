import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatWib, webUrl } from '../src/checkout/page.js';
import { TEXTS, type Texts } from '../src/checkout/texts.js';
import { createSandbox } from '../src/index.js';
import { formatCountdown, formatDate, formatJakartaTime, formatRupiah, formatTimeOfDay } from '../src/pages/format.js';
import { html, isolated, trusted } from '../src/pages/html.js';
import { LANGUAGES } from '../src/pages/language.js';
import { generate, request } from './requests.js';

describe('markup', () => {
  test.each([
    { given: `<b>"Bob's" & co</b>`, want: '&lt;b&gt;&quot;Bob&#39;s&quot; &amp; co&lt;/b&gt;' },
    { given: '&amp;', want: '&amp;amp;' },
    { given: 'line\r\nline', want: 'line&#13;\nline' },
    { given: 'a\0b\ud800c\udc00', want: 'a\ufffdb\ufffdc\ufffd' },
    { given: 'Résumé 日本 🧺 \u202e', want: 'Résumé 日本 🧺 \u202e' },
    { given: 5, want: '5' },
    { given: undefined, want: '' },
    { given: trusted('<svg></svg>'), want: '<svg></svg>' },
    { given: [isolated('<a>'), isolated('b')], want: '<bdi>&lt;a&gt;</bdi><bdi>b</bdi>' },
  ])('$given is written $want', ({ given, want }) => {
    expect(html`<p title="${given}">${given}</p>`.toString()).toBe(`<p title="${want}">${want}</p>`);
  });

  test('an object that only looks like markup is escaped', () => {
    for (const forged of [{ toString: () => '<script>' }, ['<script>']]) {
      expect(html`${forged as unknown as string}`.toString()).toBe('&lt;script&gt;');
    }
  });
});

describe('money', () => {
  test.each([
    { given: 0, want: 'Rp\u00a00' },
    { given: 999, want: 'Rp\u00a0999' },
    { given: 1000, want: 'Rp\u00a01.000' },
    { given: 150_000, want: 'Rp\u00a0150.000' },
    { given: 1_234_567, want: 'Rp\u00a01.234.567' },
    { given: Number.MAX_SAFE_INTEGER, want: 'Rp\u00a09.007.199.254.740.991' },
  ])('$given rupiah are written $want', ({ given, want }) => {
    expect(formatRupiah(given)).toBe(want);
  });

  test('every amount is written as Intl writes currency in Indonesian', () => {
    const intl = new Intl.NumberFormat('id', { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 });
    fc.assert(fc.property(fc.maxSafeNat(), (amount) => formatRupiah(amount) === intl.format(amount)));
  });
});

describe('time', () => {
  test.each([
    { given: '2026-11-23T14:20:00Z', id: '23 November 2026 pukul 21.20 WIB', en: '23 November 2026 at 21:20 WIB' },
    { given: '2026-12-31T17:05:59Z', id: '1 Januari 2027 pukul 00.05 WIB', en: '1 January 2027 at 00:05 WIB' },
    { given: '2028-02-29T09:00:00+07:00', id: '29 Februari 2028 pukul 09.00 WIB', en: '29 February 2028 at 09:00 WIB' },
  ])('$given is "$id" in Jakarta', ({ given, id, en }) => {
    const plain = (texts: Texts) => formatWib(given, texts).replaceAll('\u00a0', ' ');
    expect([plain(TEXTS.id), plain(TEXTS.en)]).toEqual([id, en]);
  });

  test.each([
    { given: '2026-11-23T14:50:05Z', dates: ['23 Nov 2026', '23 Nov 2026'], time: '14:50:05', jakarta: '21:50:05 WIB' },
    { given: '2026-12-31T17:00:00Z', dates: ['31 Des 2026', '31 Dec 2026'], time: '17:00:00', jakarta: '00:00:00 WIB' },
    { given: '2028-10-01T00:00:00Z', dates: ['1 Okt 2028', '1 Oct 2028'], time: '00:00:00', jakarta: '07:00:00 WIB' },
  ])('$given is $dates $time in UTC, and $jakarta', ({ given, dates, time, jakarta }) => {
    const moment = Date.parse(given);
    const written = LANGUAGES.map((language) => formatDate(moment, language).replaceAll('\u00a0', ' '));
    expect([written, formatTimeOfDay(moment), formatJakartaTime(moment)]).toEqual([dates, time, jakarta]);
  });

  test.each([
    { given: 1, want: '0:01' },
    { given: 1_000, want: '0:01' },
    { given: 59_001, want: '1:00' },
    { given: 3_599_000, want: '59:59' },
    { given: 3_600_000, want: '1:00:00' },
    { given: 86_400_000, want: '24:00:00' },
  ])('$given ms are counted down as $want', ({ given, want }) => {
    expect(formatCountdown(given)).toBe(want);
  });
});

describe('back_url', () => {
  test.each([
    { given: 'https://shop.example/orders/1?a=b&c=d#e', want: 'https://shop.example/orders/1?a=b&c=d#e' },
    { given: 'HTTP://localhost:3000', want: 'http://localhost:3000/' },
    { given: 'https://shop.example/"><script>', want: 'https://shop.example/%22%3E%3Cscript%3E' },
    { given: 'javascript:alert(1)', want: undefined },
    { given: ' java\nscript:alert(1)', want: undefined },
    { given: 'JaVaScRiPt://shop.example/%0aalert(1)', want: undefined },
    { given: 'data:text/html,<script>alert(1)</script>', want: undefined },
    { given: 'blob:https://shop.example/1', want: undefined },
    { given: 'file:///etc/passwd', want: undefined },
    { given: '//shop.example/', want: undefined },
    { given: '/orders/1', want: undefined },
    { given: 'https://', want: undefined },
    { given: '', want: undefined },
    { given: undefined, want: undefined },
  ])('$given becomes the link $want', ({ given, want }) => {
    expect(webUrl(given)).toBe(want);
  });
});

describe('texts', () => {
  test('a language that lacks a text does not compile', () => {
    const { payNow, ...rest } = TEXTS.en;
    // @ts-expect-error: `payNow` is missing
    const incomplete: Texts = rest;
    expect(payNow in incomplete).toBe(false);
  });

  test('no text is empty, and none was left in the other language', () => {
    const sameInBoth = ['total'];
    const keys = (Object.keys(TEXTS.id) as (keyof Texts)[]).filter((key) => !sameInBoth.includes(key));
    const textOf = (texts: Texts, key: keyof Texts) => {
      const text = texts[key];
      return typeof text === 'function' ? text.call(texts, 5 as never, '21.20') : String(text);
    };
    for (const key of keys) {
      const [indonesian, english] = [textOf(TEXTS.id, key), textOf(TEXTS.en, key)];
      expect(indonesian.trim(), key).not.toBe('');
      expect(english.trim(), key).not.toBe('');
      expect(english, key).not.toBe(indonesian);
    }
  });
});

test('the content security policy allows the nonce, images in the page, the form and requests to the sandbox, and nothing else', async () => {
  await using sandbox = createSandbox();
  const { body } = await generate(sandbox, request({ payment_type: 'CHECKOUT_PAGE' }));
  const visit = async () => {
    const response = await sandbox.fetch(body.payment_url);
    const policy = response.headers.get('content-security-policy') ?? '';
    return { response, policy, nonce: /'nonce-([^']{22,})'/.exec(policy)?.[1] ?? '' };
  };
  const [{ response, policy, nonce }, other] = [await visit(), await visit()];
  expect(policy.replaceAll(nonce, 'N').split('; ').sort()).toEqual([
    "base-uri 'none'",
    "connect-src 'self'",
    "default-src 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    'img-src data:',
    "script-src 'nonce-N'",
    "style-src 'nonce-N'",
  ]);
  expect(other.nonce).not.toBe(nonce);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  expect((await response.text()).split(`nonce="${nonce}"`).length).toBe(3);
});
