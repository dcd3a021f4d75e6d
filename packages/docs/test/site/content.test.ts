import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WEBHOOK_RETRY_MINUTES } from '@kgiton/contract';
import { FAULT_KINDS, LICENSE_KEYS, REQUEST_FAULT_KINDS, type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { KGiTON } from '@kgiton/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { document, outcomes } from '../../../../test/support/document.js';
import { errorCatalogue } from '../../../sandbox/src/control/generated/errors.js';
import { createMemoryStore } from '../../../sdk/src/webhooks/payment-store.js';
import { LANGUAGES, type Language } from '../../src/languages.js';
import type { HtmlElement } from './html.js';
import { madeSite } from './made-site.js';

const site = await madeSite();
const indonesian = parse(await readFile(join(ROOT, 'packages/docs/i18n/contract.id.yaml'), 'utf8'));
const ErrorCode = document.components.schemas.ErrorCode ?? {};

/** The cells of the first table after an anchor of a guide, row by row, without the row of its headings. */
function tableAfter(language: Language, slug: string, anchor: string): HtmlElement[][] {
  const elements = site.page(language, slug).main.all();
  const from = elements.findIndex((element) => element.attribute('id') === anchor);
  const table = elements.slice(from + 1).find(({ tag }) => tag === 'table');
  if (from < 0 || !table) throw new Error(`Expected a table after #${anchor} of ${slug}.`);
  return table
    .one('tbody')
    .all('tr')
    .map((row) => row.all('td'));
}

/** What the cells say, without the links of rows to themselves. */
const textsOf = (rows: readonly HtmlElement[][]) => rows.map((row) => row.map((cell) => cell.text().replace(/#$/, '')));

/** What the contract says in a language about a code, as text. */
function said(language: Language, about: 'x-enumDescriptions' | 'x-remedies', code: string): string {
  const english = (ErrorCode[about] as Record<string, string> | undefined)?.[code] ?? '';
  const text = language === 'en' ? english : indonesian[`components/schemas/ErrorCode/${about}/${code}`].id;
  return text.trim().replaceAll('`', '').replaceAll('\n', ' ');
}

const statusOf = (code: string | undefined) => outcomes.find(({ name }) => name === code)?.status;

describe.each(LANGUAGES)('the table of errors in %s', (language) => {
  const table = tableAfter(language, 'errors', 'codes');
  const rows = table.map(([name, ...cells]) => ({
    code: name?.one('code').text() ?? '',
    status: name?.one('small').text() ?? '',
    anchor: name?.one('a').attribute('href'),
    cells: cells.map((cell) => cell.text()),
  }));
  const codes = rows.map(({ code }) => code);
  const [yes, no] = { id: ['ya', 'tidak'], en: ['yes', 'no'] }[language];

  test('has each code as an anchor, which partners may link to', () => {
    expect(rows.map(({ anchor }) => anchor)).toEqual(codes.map((code) => `#${code}`));
    const all = site.page(language, 'errors').main.all('tr');
    expect(all.flatMap((row) => row.attribute('id') ?? [])).toEqual(codes);
  });

  test('has every code of the contract once, ordered by status', () => {
    expect(codes.toSorted()).toEqual([...(ErrorCode['x-extensible-enum'] ?? [])].sort());
    const statuses = rows.map(({ status }) => Number(status));
    expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
  });

  test.each(rows)('has $code with its status, meaning, remedy, and whether to retry', (row) => {
    expect(row.status).toBe(`${statusOf(row.code)}`);
    expect(row.cells).toEqual([
      said(language, 'x-enumDescriptions', row.code),
      said(language, 'x-remedies', row.code),
      ErrorCode['x-retryable-codes']?.includes(row.code) ? yes : no,
    ]);
  });

  test('agrees with the retry table', () => {
    const worth = tableAfter(language, 'errors', 'retry').map(([what, answer]) => ({
      codes: what?.all('code').map((code) => code.text()) ?? [],
      answer: answer?.text() ?? '',
    }));
    const safe = worth.filter(({ answer }) => answer.startsWith({ id: 'Ya', en: 'Yes' }[language]));
    expect(safe.flatMap(({ codes }) => codes)).toEqual(ErrorCode['x-retryable-codes']);
    expect(worth.flatMap(({ codes }) => codes).filter((code) => !codes.includes(code))).toEqual([]);
  });
});

describe.each(LANGUAGES)('the testing guide in %s', (language) => {
  const licenses = textsOf(tableAfter(language, 'testing', 'license-keys'));
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });

  afterAll(() => sandbox?.close());

  test('lists the license keys of the sandbox, and one row for all others', () => {
    const other = { id: 'lainnya', en: 'any other' }[language];
    expect(licenses.map(([key]) => key)).toEqual([...LICENSE_KEYS.map(({ key }) => key), other]);
  });

  test.each(licenses)('says for the license key "%s" what a running sandbox answers', async (key, meaning, answer) => {
    const known = LICENSE_KEYS.find((license) => license.key === key);
    const response = await fetch(`${sandbox.url}/api/partner/payment/generate`, {
      method: 'POST',
      headers: { 'x-api-key': 'kgiton_docs', 'content-type': 'application/json' },
      body: JSON.stringify({
        transaction_id: `TRX-${known?.key ?? 'other'}`,
        amount: 50_000,
        license_key: known?.key ?? 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA',
        payment_type: 'QRIS',
      }),
    });
    const { code } = (await response.json()) as { code?: string };
    expect(answer).toBe(code ? `${response.status} ${code}` : '200');
    if (code) expect(meaning).toBe(said(language, 'x-enumDescriptions', code));
    else expect(meaning).toContain({ id: '1.000.000 token', en: '1,000,000 tokens' }[language]);
  });

  test.each([
    ['webhooks', 'faults', FAULT_KINDS],
    ['requests', 'request-faults', REQUEST_FAULT_KINDS],
  ])('lists every fault of %s in the sandbox, and its effect', (_, anchor, kinds) => {
    const faults = textsOf(tableAfter(language, 'testing', anchor));
    expect(faults.map(([kind]) => kind)).toEqual([...kinds]);
    expect(faults.filter(([, happens = '']) => happens.length < 10)).toEqual([]);
  });
});

describe('numbers are formatted for the language', () => {
  // Written down a second time on purpose, as in test/contract/checks/wire-facts.ts.
  const facts: [slug: string, place: 'p' | 'td' | 'li', indonesian: string, english: string][] = [
    ['qris', 'p', 'Minimal 1.000 dan maksimal 10.000.000', 'The minimum is 1,000 and the maximum 10,000,000'],
    ['qris', 'p', '30 menit', '30 minutes'],
    ['qris', 'p', '1 sampai 1.440', '1 to 1,440'],
    ['qris', 'td', 'integer, 1.000 sampai 10.000.000', 'integer, 1,000 to 10,000,000'],
    ['checkout-page', 'p', '120 menit', '120 minutes'],
    ['checkout-page', 'p', '10.000.000 rupiah', '10,000,000 rupiah'],
    ['checkout-page', 'td', 'integer, 1.000 atau lebih', 'integer, 1,000 or more'],
    ['checkout-page', 'td', 'string, 1 sampai 2.000 karakter', 'string, 1 to 2,000 characters'],
    ['checkout-page', 'td', 'daftar, maksimal 1.000 entri', 'list, up to 1,000 entries'],
    ['webhooks', 'p', '1, 5, 15, dan 60 menit', '1, 5, 15, and 60 minutes'],
    ['webhooks', 'p', '5 percobaan', '5 attempts'],
    ['webhooks', 'p', '30 detik', '30 seconds'],
    ['going-live', 'p', '1.000 rupiah', '1,000 rupiah'],
    ['going-live', 'li', '30 detik', '30 seconds'],
    ['going-live', 'li', '5 percobaan', '5 attempts'],
  ];

  test.each(facts)('%s, in a <%s>: %s, %s', (slug, place, inIndonesian, inEnglish) => {
    const texts = (language: Language) =>
      site
        .page(language, slug)
        .main.all(place)
        .map((part) => part.text());
    const text = (language: Language) => texts(language).join('\n').replace(/\s+/g, ' ');
    expect(text('id')).toContain(inIndonesian);
    expect(text('en')).toContain(inEnglish);
  });

  test.each(LANGUAGES)('and never in %s as in the other language', (language) => {
    const foreign = { id: /\b\d{1,3}(,\d{3})+\b/g, en: /\b\d{1,3}(\.\d{3})+\b/g }[language];
    for (const { path, main } of site.pages.filter((page) => page.language === language)) {
      const prose = main.all().filter(({ tag }) => ['p', 'td', 'li'].includes(tag));
      expect(
        prose.flatMap((element) => element.text().match(foreign) ?? []),
        path,
      ).toEqual([]);
    }
  });
});

describe.each(LANGUAGES)('the prose of the guides in %s', (language) => {
  test('names a status only beside its codes', () => {
    const text = site.pages
      .filter((page) => page.language === language)
      .map(({ html }) => html.one('main').text())
      .join('\n');
    const pairs = [...text.matchAll(/\b([45]\d\d)[ :]+([A-Z]+(?:_[A-Z]+)+)\b/g)].map(([, status, code]) => [
      status,
      code,
    ]);
    expect(pairs.length).toBeGreaterThan(15);
    // The control API has codes of its own.
    const ofControl = new Map<string, number>(
      Object.entries(errorCatalogue).map(([code, { status }]) => [code, status]),
    );
    const statuses = (code = '') => [statusOf(code), ofControl.get(code)];
    expect(pairs.filter(([status, code]) => !statuses(code).map(String).includes(`${status}`))).toEqual([]);
  });
});

describe('the webhooks guide states what is remembered of old webhooks', () => {
  const said = (language: Language) =>
    textsOf(tableAfter(language, 'webhooks', 'freshness')).map(([sdk, text = '']) => [sdk, text] as const);

  test("as many payments as the SDK's handler remembers", () => {
    const store = createMemoryStore();
    const ids = Array.from({ length: 20_000 }, (_, index) => `PAY-${index}`);
    for (const id of ids) store.add(id);
    const remembered = ids.filter((id) => store.has(id)).length;
    expect(new Map(said('en')).get('TypeScript')).toContain(`last ${remembered.toLocaleString('en')} payments`);
    expect(new Map(said('id')).get('TypeScript')).toContain(`${remembered.toLocaleString('id')} pembayaran terakhir`);
  });

  test('the table of the Laravel bridge', async () => {
    const source = await readFile(join(ROOT, 'packages/php/src/Laravel/ProcessedPayments.php'), 'utf8');
    const [, table] = /TABLE = '(\w+)'/.exec(source) ?? [];
    for (const language of LANGUAGES) expect(said(language)[2]?.[1]).toContain(table);
  });

  test('the time of the last attempt', () => {
    const text = (language: Language) => site.page(language, 'webhooks').main.text().replace(/\s+/g, ' ');
    const minutes = WEBHOOK_RETRY_MINUTES.reduce((sum, one) => sum + one, 0);
    expect(text('en')).toContain(`${minutes} minutes or a little more after the first`);
    expect(text('id')).toContain(`${minutes} menit atau sedikit lebih setelah yang pertama`);
  });
});

test('every proxy setting is in the README of its package', async () => {
  const packages = ['sdk', 'php', 'python', 'go', 'java'];
  for (const language of LANGUAGES) {
    const rows = tableAfter(language, 'libraries', 'proxies');
    expect(rows).toHaveLength(packages.length);
    for (const [index, name] of packages.entries()) {
      const readme = await readFile(join(ROOT, `packages/${name}/README.md`), 'utf8');
      const settings = rows[index]?.flatMap((cell) => cell.all('code').map((code) => code.text())) ?? [];
      expect(settings.length).toBeGreaterThan(1);
      expect(settings.filter((setting) => !readme.includes(setting))).toEqual([]);
      // Go and Java leave this machine out by themselves.
      const exception = { sdk: '`NO_PROXY=', python: '`NO_PROXY`', php: '`no_proxy`' }[name];
      if (exception) expect(readme).toContain(exception);
    }
  }
});

test.each(LANGUAGES)('the changelog in %s names everything that is deprecated in the contract', (language) => {
  const deprecated: string[] = [];
  JSON.stringify(document, (name, value) => {
    if (value?.deprecated === true && !deprecated.includes(name)) deprecated.push(name);
    return value;
  });
  const elements = site.page(language, 'changelog').main.all();
  const [from, to] = ['deprecation', 'tolerant'].map((id) => elements.findIndex((one) => one.attribute('id') === id));
  const named = elements
    .slice(from, to)
    .filter(({ tag }) => tag === 'code')
    .map((code) => code.text());
  expect(deprecated.length).toBeGreaterThan(0);
  expect(named).toEqual(expect.arrayContaining(deprecated));
});

test.each([
  ['en', 'new error codes', 'These changes are not breaking'],
  ['id', 'kode error baru', 'Perubahan ini tetap kompatibel'],
] as const)(
  'the changelog in %s lists %s among the compatible changes, as release.test.ts lets them pass',
  async (language, codes, compatible) => {
    const rows = await readFile(join(ROOT, 'scripts/release/release.test.ts'), 'utf8');
    expect(rows).toMatch(/given: 'an error code that comes',[^}]*accepted: '1\.1\.0'/);
    const paragraphs = site
      .page(language, 'changelog')
      .main.all('p')
      .map((one) => one.text().replace(/\s+/g, ' '));
    expect(paragraphs.filter((text) => text.toLowerCase().includes(codes))).toEqual([
      expect.stringContaining(compatible),
    ]);
  },
);

test("the retries guide states the SDK's timeout and number of retries", async () => {
  const waits: number[] = [];
  let attempts = 0;
  const lost = async () => {
    attempts++;
    throw new TypeError('fetch failed');
  };
  const after = (milliseconds: number, callback: () => void) => {
    waits.push(milliseconds);
    if (attempts > 0 && milliseconds < 10_000) queueMicrotask(callback);
    return () => {};
  };
  const kgiton = new KGiTON({ apiKey: 'kgiton_x', fetch: lost, clock: { now: () => 0, random: () => 0, after } });
  const payment = { transactionId: 'A', amount: 1_000, licenseKey: 'B' };
  await expect(kgiton.partnerPayment.generateQris(payment)).rejects.toThrow();
  const seconds = Math.max(...waits) / 1_000;
  const number = { id: ['nol', 'satu', 'dua', 'tiga'], en: ['zero', 'one', 'two', 'three'] };
  const retries = (language: Language) => number[language][attempts - 1];
  const said = (language: Language) => site.page(language, 'idempotency').main.text().replace(/\s+/g, ' ');
  expect(said('en')).toContain(`${seconds} seconds for an attempt, ${retries('en')} retries`);
  expect(said('id')).toContain(`${seconds} detik per percobaan, ${retries('id')} percobaan ulang`);
});
