import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SCRIPT as CHECKOUT } from '../../../sandbox/src/checkout/generated/program.js';
import { contentSecurityPolicy } from '../../src/pages/layout.js';
import { parseSandbox } from '../../src/parse-site-url.js';
import { type HtmlElement, parseHtml } from './html.js';
import { madeSite } from './made-site.js';

const site = await madeSite();
const notFound = { path: '404.html', html: parseHtml(site.content('404.html')) };

/** The policy of a page: the sources that each of its rules allows. */
function policyOf(html: HtmlElement): Record<string, string[]> {
  const policies = html.all('meta').filter((meta) => meta.attribute('http-equiv') === 'Content-Security-Policy');
  expect(policies).toHaveLength(1);
  const rules = (policies[0]?.attribute('content') ?? '').split(';').map((rule) => rule.trim().split(/\s+/));
  return Object.fromEntries(rules.map(([name = '', ...sources]) => [name, sources]));
}

const inlineScripts = (html: HtmlElement) =>
  html
    .all('script')
    .filter((script) => script.attribute('src') === undefined)
    .map((script) => script.text());

const hashOf = (script: string) => createHash('sha256').update(script).digest('base64');

describe.each([...site.pages, notFound])('$path', ({ html }) => {
  const policy = policyOf(html);

  test('allows nothing that its policy does not name', () => {
    expect(policy['default-src']).toEqual(["'none'"]);
  });

  test('may not make programs of texts, and runs no program that stands in the page but the one that it names', () => {
    const sources = policy['script-src'] ?? [];
    expect(Object.values(policy).flat()).not.toContain("'unsafe-eval'");
    expect(sources).not.toContain("'unsafe-inline'");
    const hashes = inlineScripts(html).map(hashOf);
    // The checkout page that the panel frames has the policy of its page.
    const framed = hashOf(CHECKOUT);
    expect(sources.filter((source) => source.startsWith("'sha256-"))).toEqual(
      [...hashes, framed].map((hash) => `'sha256-${hash}'`),
    );
    const attributes = html.all().flatMap((element) => element.attributeNames());
    expect(attributes.filter((name) => name.startsWith('on'))).toEqual([]);
    const links = html.all('a').map((link) => link.attribute('href') ?? '');
    expect(links.filter((href) => /^\s*(javascript|data|vbscript):/i.test(href))).toEqual([]);
  });

  test('may ask no host but the one that it comes from and this computer', () => {
    const keywords = ["'none'", "'self'", "'unsafe-inline'", 'data:'];
    const thisComputer = ['http://localhost:*', 'http://127.0.0.1:*'];
    const foreign = Object.entries(policy).flatMap(([rule, sources]) => {
      const allowed = ['img-src', 'connect-src'].includes(rule) ? [...keywords, ...thisComputer] : keywords;
      return sources.filter((source) => !allowed.includes(source) && !source.startsWith("'sha256-"));
    });
    expect(foreign).toEqual([]);
  });

  test('has its policy before everything that the policy is for', () => {
    const order = html
      .one('head')
      .all()
      .map((element) => element.attribute('http-equiv') ?? element.tag);
    const first = order.findIndex((name) => ['script', 'link', 'style'].includes(name));
    expect(order.slice(0, first)).toContain('Content-Security-Policy');
  });
});

test('a site with a hosted sandbox lets its pages ask that one too, and no other', () => {
  const [without, hosted] = [undefined, parseSandbox('https://sandbox.example/')].map((sandbox) =>
    contentSecurityPolicy([''], '', sandbox).split('; '),
  );
  const isForSandboxes = (rule: string) => /^(connect|img)-src /.test(rule);
  expect(hosted).toEqual(without?.map((rule) => (isForSandboxes(rule) ? `${rule} https://sandbox.example` : rule)));
});

test.each([
  'http://sandbox.example',
  'https://sandbox.example/path',
  'https://*.example',
  'sandbox',
  'https://a.example; x',
])('%s is no hosted sandbox', (given) => {
  expect(() => parseSandbox(given)).toThrow(JSON.stringify(given));
});

test('every page of the site runs one program to choose light or dark, and with samples one to choose among them', () => {
  const withSamples = (html: HtmlElement) => html.all('section').some((section) => section.hasClass('samples'));
  expect(site.pages.map(({ html }) => inlineScripts(html).length)).toEqual(
    site.pages.map(({ html }) => (withSamples(html) ? 2 : 1)),
  );
  expect(inlineScripts(notFound.html)).toHaveLength(1);
});
