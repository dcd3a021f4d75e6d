import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { describeInChromium } from '../../../test/support/chromium.js';
import type { Texts } from '../src/dashboard/texts/contents.js';
import { en } from '../src/dashboard/texts/en.js';
import { id } from '../src/dashboard/texts/id.js';
import { startSandbox } from '../src/index.js';
import { GUIDES } from '../src/pages/guides.js';
import { LAUNDRY, order, send, startBusySandbox } from './dashboard-shop.js';
import { type DashboardBrowser, launchDashboardBrowser } from './dashboard-visit.js';

describe('the texts', () => {
  test('that lack one do not compile', () => {
    const { delivery, ...rest } = en;
    // @ts-expect-error: `delivery` is missing
    const incomplete: Texts = rest;
    expect(delivery).not.toBe(incomplete.delivery);
  });

  /** Words that are the same in both languages, or that are not words. */
  const SAME = [
    'sandbox',
    'apiKey',
    'auto',
    'licenses',
    'license',
    'reset',
    'problem',
    'newTab',
    'webhook',
    'body',
    'checkout',
  ];

  test('are complete in both languages, and none was left in the other', () => {
    const textsOf = (texts: object, path = ''): [string, string][] =>
      Object.entries(texts).flatMap(([key, value]): [string, string][] => {
        if (typeof value === 'function') return [[`${path}${key}`, String(value(2))]];
        return typeof value === 'object' ? textsOf(value, `${path}${key}.`) : [[`${path}${key}`, value]];
      });
    const english = new Map(textsOf(en));
    for (const [key, text] of textsOf(id)) {
      expect(text.trim(), key).not.toBe('');
      const name = key.split('.').at(-1) ?? '';
      if (!SAME.includes(name)) expect(text, key).not.toBe(english.get(key));
    }
  });
});

describe('the language of the dashboard', () => {
  const languageOf = async (url: string, headers: Record<string, string>) => {
    const response = await fetch(url, { headers });
    return /<html lang="(\w+)">/.exec(await response.text())?.[1];
  };
  const cookie = (value: string) => ({ cookie: `kgiton_sandbox_language=${value}` });
  test.each<{ given: Record<string, string>; want: string }>([
    { given: {}, want: 'id' },
    { given: { 'accept-language': 'en-US,en;q=0.9' }, want: 'en' },
    { given: { 'accept-language': 'id-ID,id;q=0.9,en;q=0.8' }, want: 'id' },
    { given: { 'accept-language': 'en;q=0.5,id;q=0.9' }, want: 'id' },
    { given: { 'accept-language': 'de, en;q=0.3' }, want: 'en' },
    { given: { 'accept-language': 'ja' }, want: 'id' },
    { given: { 'accept-language': 'en', ...cookie('id') }, want: 'id' },
    { given: { 'accept-language': 'id', ...cookie('en') }, want: 'en' },
    { given: { 'accept-language': 'en', ...cookie('xx') }, want: 'en' },
  ])('with $given is $want', async ({ given, want }) => {
    await using sandbox = await startSandbox({ port: 0 });
    for (const path of ['/', '/_dashboard/webhooks', '/_dashboard/requests']) {
      expect(await languageOf(sandbox.url + path, given)).toBe(want);
    }
  });

  test('is that of the page which says why an action failed, with the words of the sandbox beside it', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const paymentId = await order(sandbox, 'TRX-1');
    await sandbox.pay('TRX-1');
    const pay = async (language: string) => {
      const headers = { 'accept-language': language };
      const response = await fetch(`${sandbox.url}/_dashboard/payments/${paymentId}/pay`, { method: 'POST', headers });
      return /<p class="notice">(.*?)<\/p>/s.exec(await response.text())?.[1]?.replaceAll(/<[^>]*>/g, '');
    };
    const words = `Payment ${paymentId} (TRX-1) was paid before.`;
    expect(await pay('id')).toBe(`Pembayaran ini sudah lunas. ${words}`);
    expect(await pay('en')).toBe(words);
  });
});

describe('a link to a guide', () => {
  test('leads to an anchor that the documentation promises to keep', async () => {
    const anchors = parse(await readFile(new URL('../../docs/anchors.yaml', import.meta.url), 'utf8'));
    for (const place of Object.values(GUIDES)) {
      const [page = '', anchor] = place.split('.html#');
      expect(anchors[page], place).toContain(anchor);
    }
  });

  test('leads from each state, fault and error of the page to its guide, in the language of the page', async () => {
    await using busy = await startBusySandbox('guides');
    const linksOf = async (path: string, language: string) => {
      const page = await fetch(busy.sandbox.url + path, { headers: { 'accept-language': language } });
      const links = [
        ...(await page.text()).matchAll(/href="(https:[^"]+)"[^>]* target="_blank" rel="noopener">([^<]+)</g),
      ];
      return new Map(links.map(([, address = '', text = '']) => [text, address]));
    };
    const base = 'https://kgiton.github.io/payments-kit/';
    const english = await linksOf('/', 'en');
    for (const state of ['pending', 'paid', 'expired', 'failed']) {
      expect(english.get(state)).toBe(`${base}en/payment-status.html#statuses`);
    }
    expect(english.get('delayed 90\u00a0s')).toBe(`${base}en/testing.html#faults`);
    const webhooks = await linksOf('/_dashboard/webhooks', 'id');
    expect(webhooks.get('terkirim')).toBe(`${base}webhooks.html#retries`);
    expect(webhooks.get('503')).toBe(`${base}webhooks.html#answer`);
    expect(webhooks.get('dua kali')).toBe(`${base}testing.html#faults`);
    const requests = await linksOf('/_dashboard/requests', 'en');
    expect(requests.get('INVALID_AMOUNT')).toBe(`${base}en/errors.html#INVALID_AMOUNT`);
    const licenses = await linksOf(`/?api_key=${LAUNDRY}`, 'id');
    expect(licenses.get('GATEWAY_ERROR')).toBe(`${base}errors.html#GATEWAY_ERROR`);
    expect(licenses.get('berfungsi')).toBe(`${base}testing.html#license-keys`);
  });

  test('leads to another documentation, if docsUrl says so', async () => {
    await using sandbox = await startSandbox({ port: 0, docsUrl: 'http://localhost:4000/docs' });
    await send(sandbox, '{}', LAUNDRY);
    const page = await (await fetch(`${sandbox.url}/_dashboard/requests`)).text();
    expect(page).toContain('href="http://localhost:4000/docs/errors.html#INVALID_PAYMENT_TYPE"');
    expect(page).not.toContain('github.io');
    await send(sandbox, '{"colour":1}', LAUNDRY);
    const warned = await (await fetch(`${sandbox.url}/_dashboard/requests`)).text();
    expect(warned).toMatch(/href="http:\/\/localhost:4000\/docs\/errors\.html#unknown-fields"[^>]*>[^\n]*colour/);
  });
});

test('the pages have the logo of the documentation', async () => {
  await using sandbox = await startSandbox({ port: 0 });
  const page = (await (await fetch(sandbox.url)).text()).replaceAll('&#39;', "'");
  const site = await readFile(new URL('../../docs/src/pages/icons.ts', import.meta.url), 'utf8');
  const strokes = / brand:\n.*<path d="([^"]+)"/.exec(site)?.[1];
  expect(strokes).toMatch(/^M8 /);
  expect(page.split(`d="${strokes}"`).length).toBe(2);
  expect(page.split(`d='${strokes}'`).length).toBe(2);
});

describeInChromium('the language switch of the dashboard', () => {
  let browser: DashboardBrowser;
  beforeAll(async () => {
    browser = await launchDashboardBrowser();
  });
  afterAll(() => browser?.[Symbol.asyncDispose]());

  test.each([true, false])('stays at the same place and is remembered, JavaScript: %s', async (javaScriptEnabled) => {
    await using sandbox = await startSandbox({ port: 0 });
    await order(sandbox, 'TRX-1');
    const path = '/_dashboard/requests?search=trx';
    await using visited = await browser.visit(sandbox, { path, javaScriptEnabled });
    const { page } = visited;
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const toIndonesian = page.getByRole('link', { name: 'ID Bahasa Indonesia' });
    expect(await toIndonesian.getAttribute('lang')).toBe('id');
    await toIndonesian.click();
    expect(page.url()).toBe(`${sandbox.url}${path}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('id');
    expect(await page.locator('h2').first().innerText()).toBe('Request');
    await page.goto(sandbox.url);
    expect(await page.locator('h2').first().innerText()).toBe('Pembayaran');
    await page.getByRole('button', { name: 'Gagalkan TRX-1' }).click();
    await page.locator('#payments .chip', { hasText: 'gagal' }).waitFor();
    await page.getByRole('link', { name: 'EN English' }).click();
    expect(await page.locator('h2').first().innerText()).toBe('Payments');
    expect(visited.problems).toEqual([]);
  });

  test('lets the program of the page speak that language too', async () => {
    const sandbox = await startSandbox({ port: 0 });
    await order(sandbox, 'TRX-1');
    await using visited = await browser.visit(sandbox, { locale: 'id-ID' });
    const { page } = visited;
    await page.locator('body[data-connection=live]').waitFor();
    expect(await page.locator('.countdown').innerText()).toMatch(/^ · [23]\d:\d\d lagi$/);
    await sandbox.close();
    await page.getByRole('status').getByText('Sandbox sudah berhenti').waitFor();
  });
});
