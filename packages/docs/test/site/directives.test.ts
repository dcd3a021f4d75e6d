import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expandDirectives } from '../../src/directives/index.js';
import { GUIDES, ROOT } from '../../src/files.js';
import { readGuides } from '../../src/guides.js';
import { readLocale } from '../../src/locale.js';
import { pagesOf } from '../../src/pages/page.js';

const locale = await readLocale('en');
const EXAMPLES = join(ROOT, 'examples');

describe('a directive', () => {
  test('stands for what the contract says, in the middle of a sentence too', () => {
    expect(expandDirectives('From {{min-amount}} to {{ max-qris-amount }} rupiah.', locale)).toBe(
      'From 1,000 to 10,000,000 rupiah.',
    );
  });

  test('stands for the recipes that test/end-to-end/recipes runs, every file as it is', async () => {
    const shown = expandDirectives('{{test-recipes}}', locale);
    const files = await readdir(join(EXAMPLES, 'test-recipes'));
    for (const file of files) {
      expect(shown).toContain(`\n${(await readFile(join(EXAMPLES, 'test-recipes', file), 'utf8')).trimEnd()}\n\`\`\``);
    }
    expect(shown.match(/^```\w+/gm)).toHaveLength(files.length);
  });

  test('stands for the recipes of every framework that test/compatibility/frameworks and test/end-to-end run', async () => {
    const guide = locale.guides.find(({ slug }) => slug === 'frameworks')?.source ?? '';
    const shown = expandDirectives(guide, locale);
    const folder = join(EXAMPLES, 'framework-recipes');
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(ts|php)$/.test(file));
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect(shown).toContain(`\n${(await readFile(join(folder, file), 'utf8')).trimEnd()}\n`);
    // Parts of the shops: what verifies, and what counts once.
    for (const part of [
      'csrf_exempt',
      'ReceivedPayment.objects.get_or_create',
      'INSERT OR IGNORE INTO received',
      '@Transactional',
    ]) {
      expect(shown).toContain(part);
    }
  });

  test.each([
    ['{{max-amount}}', 'there is no such directive.'],
    ['{{max_qris_amount}}', 'there is no such directive.'],
    ['{{Request QRIS}}', 'there is no such directive.'],
    ['{{}}', 'there is no such directive.'],
    ['{{min-amount QRIS}}', 'expected no argument.'],
    ['{{errors 400}}', 'expected no argument.'],
    ['{{test-recipes Go}}', 'expected no argument.'],
    ['{{request QRSI}}', 'expected one of QRIS, CHECKOUT_PAGE, got "QRSI".'],
    ['{{request}}', 'expected one of QRIS, CHECKOUT_PAGE, got "".'],
    ['{{response qris}}', 'expected one of QRIS, CHECKOUT_PAGE, got "qris".'],
    ['{{error NO_MONEY}}', 'expected a code of the contract, got "NO_MONEY".'],
    ['{{error QRIS}}', 'expected a code of the contract, got "QRIS".'],
    ['{{event CASH}}', 'expected an example of the webhook, got "CASH".'],
    ['{{event-body CASH}}', 'expected an example of the webhook, got "CASH".'],
    ['{{event-signature CASH}}', 'expected an example of the webhook, got "CASH".'],
    ['{{properties order}}', 'expected request, response, status or event, got "order".'],
    ['{{properties request CASH}}', 'expected a payment type with an example, got "CASH".'],
    ['{{properties response CASH}}', 'expected a payment type with a response, got "CASH".'],
    ['{{sample refund}}', 'expected one of generate-payment, payment-status, payment-success, got "refund".'],
    ['{{sample payment-success Perl}}', 'expected one of cURL, TypeScript, PHP, Python, Go, Java, got "Perl".'],
    [
      '{{recipe rails}}',
      'expected one of orders, express, nest, next, firebase, lambda, php, laravel, django, fastapi, go, spring, woocommerce, got "rails".',
    ],
    ['{{sandbox-license INVALID_AMOUNT}}', 'no license key of the sandbox leads to INVALID_AMOUNT.'],
    [
      '{{try CASH}}',
      'expected one of QRIS, CHECKOUT_PAGE, INSUFFICIENT_TOKENS, LICENSE_EXPIRED, GATEWAY_ERROR, got "CASH".',
    ],
  ])('such as %s is an error that names it: %s', (directive, message) => {
    expect(() => expandDirectives(`Before ${directive} after`, locale)).toThrow(new Error(`${directive}: ${message}`));
  });
});

describe('a guide', () => {
  let guides: string;

  beforeEach(async () => {
    guides = await mkdtemp(join(tmpdir(), 'kgiton-guides-'));
    await cp(GUIDES, guides, { recursive: true });
  });

  afterEach(() => rm(guides, { recursive: true, force: true }));

  test.each([
    ['without a title', '---\ndescription: Pay.\n---\nText\n'],
    ['without a description', '---\ntitle: QRIS\n---\nText\n'],
    ['without front matter', '# QRIS\n'],
  ])('%s is an error that names the file and says what is expected', async (_, text) => {
    const path = join(guides, 'id/qris.md');
    await writeFile(path, text);
    await expect(readGuides('id', guides)).rejects.toThrow(
      `${path}: expected front matter with title and description.`,
    );
  });

  test('that is missing is an error that names the file', async () => {
    await rm(join(guides, 'en/qris.md'));
    await expect(readGuides('en', guides)).rejects.toThrow(join(guides, 'en/qris.md'));
  });

  test('with a wrong directive is an error that names the guide, the directive and what is wrong with it', async () => {
    await writeFile(join(guides, 'id/qris.md'), '---\ntitle: QRIS\ndescription: Bayar.\n---\n{{sample refund}}\n');
    const broken = await readLocale('id', { guides });
    expect(() => pagesOf(broken, locale)).toThrow(
      /^packages\/docs\/guides\/id\/qris\.md: \{\{sample refund\}\}: expected one of .*, got "refund"\.$/,
    );
  });
});
