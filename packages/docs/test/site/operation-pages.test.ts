import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LANGUAGES as PROGRAMS } from '../../browser/try/code.js';
import { folderOf, LANGUAGES, type Language } from '../../src/languages.js';
import { callbacksOf, type DocumentedRequest, documentedRequests, propertiesOf, responsesOf } from './contract.js';
import type { HtmlElement } from './html.js';
import { locales, slugOf } from './locales.js';
import { madeSite } from './made-site.js';

const site = await madeSite();

const REFERENCES = [
  { slug: 'reference', redoc: 'redoc.html', document: (language: Language) => locales[language].contract },
  { slug: 'sandbox-api', redoc: 'redoc-sandbox-api.html', document: (language: Language) => locales[language].control },
];

const withClass = (part: HtmlElement, name: string) => part.all().filter((element) => element.hasClass(name));
const hrefsOf = (part: HtmlElement) => part.all('a').map((link) => link.attribute('href') ?? '');
/** Text on one line, without markup and what only links to itself. */
const plain = (text: string) =>
  text
    .replaceAll(/[`*\u200b]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
const hasId = (part: HtmlElement, id: string) => part.all().some((element) => element.attribute('id') === id);
const examplesIn = (of: DocumentedRequest['operation']['requestBody']) =>
  Object.values(of?.content?.['application/json']?.examples ?? {}).map(({ value }) => value);

describe.each(LANGUAGES)('in the language %s', (language) => {
  describe.each(REFERENCES)('the reference $slug', ({ slug, redoc, document: documentIn }) => {
    const document = documentIn(language);
    const requests = documentedRequests(document);
    const { main } = site.page(language, slug);

    test("has the description of the document, and links to Redoc's page", () => {
      const { version, summary, description } = document.info;
      const headings = [...description.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
      expect(headings.length).toBeGreaterThan(1);
      const servers = document.servers.map(({ url }) => url);
      for (const said of [summary, version, ...headings, ...servers]) expect(plain(main.text())).toContain(plain(said));
      expect(hrefsOf(main)).toContain(redoc);
    });

    test('links to a page for each operation, whose former address is the list entry', () => {
      const entries = main.all('li').filter((item) => withClass(item, 'method').length > 0);
      const listed = entries.map((entry) => [entry.attribute('id'), ...hrefsOf(entry)]);
      const wanted = requests.map(({ operation: { operationId: id } }) => [id, `${slugOf(slug, id)}.html`]);
      expect(listed.toSorted()).toEqual(wanted.toSorted());
      for (const { address, operation } of requests) {
        const entry = entries.find((one) => one.attribute('id') === operation.operationId);
        expect(plain(entry?.text() ?? '')).toContain(`${operation.summary} ${address}`);
      }
    });

    describe.each(requests)('$operation.operationId', (request) => {
      const { method, address, operation } = request;
      const page = site.page(language, slugOf(slug, operation.operationId));
      const isWebhook = address in (document.webhooks ?? {});

      test('has its summary as title, and its path before the description', () => {
        const title = locales[language].messages.get('site');
        expect(page.html.one('title').text()).toBe(`${operation.summary} · ${title}`);
        expect(page.main.one('h1').text()).toBe(operation.summary);
        const header = plain(page.main.one('header').text());
        expect(header.endsWith(`${isWebhook ? 'event' : method} ${address}`)).toBe(true);
        expect(page.main.one('article').all()[0]?.tag).toBe('header');
        expect(hrefsOf(page.main.one('header').one('nav'))).toEqual([`${slug}.html`]);
      });

      test('lists every parameter, and every property of its bodies with an anchor', () => {
        const { requestBody, parameters = [], responses } = operation;
        const success = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
        const body = Object.values(requestBody?.content ?? {})[0]?.schema ?? {};
        const received = Object.values(success?.content ?? {})[0]?.schema ?? {};
        const ids = [
          ...parameters.map(({ name }) => `parameter-${name}`),
          ...propertiesOf(body).map((name) => `request-${name}`),
          ...propertiesOf(received).map((name) => `response-${name}`),
        ].map((id) => id.replaceAll('[]', '').replaceAll('.', '-'));
        expect(ids.filter((id) => !hasId(page.main, id))).toEqual([]);
      });

      test('lists each status with its meaning and codes, which link to the errors guide', () => {
        const items = withClass(page.main, 'responses')[0]?.all('li') ?? [];
        for (const { status, description, codes } of responsesOf(operation)) {
          const item = items.find((one) => withClass(one, 'status')[0]?.text() === status);
          expect(plain(item?.text() ?? '')).toContain(plain(description));
          for (const code of codes) expect(item?.text()).toContain(code);
          if (slug === 'reference' && item) expect(hrefsOf(item)).toEqual(codes.map((code) => `errors.html#${code}`));
        }
      });

      test('has no generator jargon: no type bound, no pattern, no format', () => {
        const said = withClass(page.main, 'properties')
          .map((tree) => plain(tree.text()))
          .join(' ');
        expect(
          said.match(/\b(int32|int64|date-time|uri|9007199254740991|2147483647)\b|\^https|\\\$|\bnull\]/g),
        ).toBeNull();
      });

      test('shows every example unchanged, beside the text', () => {
        const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
        const received = successes.flatMap(([, response]) => examplesIn(response as never));
        const blocks = withClass(page.main, 'card-response').flatMap((card) => card.all('code'));
        const shown = blocks.flatMap((code) => {
          try {
            return [JSON.parse(code.text())];
          } catch {
            return [];
          }
        });
        for (const example of received) expect(shown).toContainEqual(example);
        for (const body of isWebhook ? examplesIn(operation.requestBody) : [])
          expect(
            withClass(page.main, 'card-event')
              .map((card) => card.text())
              .join(),
          ).toContain(JSON.stringify(body));
      });

      const samples = () =>
        withClass(page.main, 'card-request')[0]
          ?.all('figure')
          .map((figure) => figure.one('code').text()) ?? [];
      const languagesOf = () =>
        withClass(page.main, 'choice-sample').flatMap((choice) => choice.all('label').map((label) => label.text()));
      const withPackage = (operation['x-codeSamples'] ?? []).filter(({ label }) => label.includes(' · ')).length;
      const hasLibraries = () =>
        expect(withClass(page.main, 'choice-library').flatMap((choice) => choice.all('input'))).toHaveLength(
          withPackage > 0 ? 2 : 0,
        );

      test.runIf(isWebhook)('shows a handler as the first sample, in every language', () => {
        const languages = Object.keys(PROGRAMS).filter((language) => language !== 'cURL');
        expect(languagesOf()).toEqual(languages);
        expect(samples().filter((code) => code.startsWith('curl'))).toEqual([]);
        expect(samples()).toHaveLength(withPackage + languages.length);
        hasLibraries();
      });

      test.skipIf(isWebhook)(
        'begins its samples with a short cURL for each example, and has one in every language',
        () => {
          const curls = samples().filter((code) => code.startsWith('curl'));
          const bodies = examplesIn(operation.requestBody);
          expect(samples()[0]).toBe(curls[0]);
          expect(curls).toHaveLength(Math.max(bodies.length, 1));
          for (const curl of curls) expect(curl.split('\n').length).toBeLessThan(40);
          for (const body of bodies) {
            const compact = curls.map((curl) => curl.replaceAll(/\s/g, ''));
            expect(compact.some((curl) => curl.includes(JSON.stringify(body).replaceAll(' ', '')))).toBe(true);
          }
          expect(languagesOf()).toEqual(Object.keys(PROGRAMS));
          // The other languages have a program with our package, and a request without one.
          expect(samples()).toHaveLength(withPackage + curls.length * languagesOf().length);
          hasLibraries();
        },
      );

      test('has a try-it button if the panel supports it', () => {
        const [button] = withClass(page.main, 'try').flatMap((part) => part.all('button'));
        const buttons = [
          'payPayment',
          'expirePayment',
          'failPayment',
          'getClock',
          'advanceClock',
          'setFault',
          'clearFault',
        ];
        const isTried = slug === 'reference' || buttons.includes(operation.operationId);
        expect(button?.attribute('data-try')).toBe(isTried ? 'QRIS' : undefined);
      });

      test('has its complete programs', () => {
        const code = page.main.all('code').map((one) => one.text());
        for (const { source } of operation['x-codeSamples'] ?? []) expect(code).toContain(source.trimEnd());
      });

      test('links to the webhook that it causes', () => {
        for (const { operation: callback } of callbacksOf(operation)) {
          const webhook = Object.values(document.webhooks ?? {}).find(({ post }) => post?.summary === callback.summary);
          expect(hrefsOf(page.main)).toContain(`${slugOf(slug, webhook?.post?.operationId ?? '')}.html`);
        }
      });

      test('has no more choices than its style sheet supports', () => {
        const most: Record<string, number> = { example: 4, sample: 6, status: 10 };
        for (const [name, count] of Object.entries(most)) {
          const labels = withClass(page.main, `choice-${name}`).flatMap((choice) => choice.all('label'));
          expect(labels.length, name).toBeLessThanOrEqual(count);
        }
      });

      test('weighs at most 60 kB compressed on first view, with its script', () => {
        const [script = ''] = page.html.all('script').flatMap((one) => one.attribute('src') ?? []);
        const files = [site.content(page.path), site.content(script.replace('../', ''))];
        const weight = files.reduce((sum, content) => sum + gzipSync(content).length, 0);
        expect(weight).toBeLessThanOrEqual(60_000);
      });
    });
  });

  test('every error code of the contract is explained under a response', () => {
    const { contract } = locales[language];
    const explained = documentedRequests(contract).flatMap(({ operation }) =>
      responsesOf(operation).flatMap(({ codes }) => codes),
    );
    expect(new Set(explained)).toEqual(new Set(contract.components.schemas.ErrorCode?.['x-extensible-enum']));
  });
});

/** The line of a property: its name, whether it is required, its type, limits and default. */
function lineOf(language: Language, slug: string, id: string): string {
  const item = site
    .page(language, slug)
    .main.all('li')
    .find((one) => one.attribute('id') === id);
  return plain(item?.one('p').text().replace(/#$/, '') ?? '');
}

test.each([
  [
    'generate-payment',
    'request-amount',
    'amount required integer, 1,000 to 10,000,000 for QRIS, otherwise 1,000 or more',
    'amount wajib integer, 1.000 sampai 10.000.000 untuk QRIS, selain itu 1.000 atau lebih',
  ],
  [
    'generate-payment',
    'request-transaction_id',
    'transaction_id required string, 1 to 50 letters, digits, _ or -',
    'transaction_id wajib string, 1 sampai 50 huruf, angka, _, atau -',
  ],
  [
    'generate-payment',
    'request-expiry_minutes',
    'expiry_minutes integer, 1 to 1,440 · default 30 for QRIS, 120 for CHECKOUT_PAGE',
    'expiry_minutes integer, 1 sampai 1.440 · default 30 untuk QRIS, 120 untuk CHECKOUT_PAGE',
  ],
  [
    'generate-payment',
    'request-webhook_url',
    'webhook_url URL, 1 to 2,048 characters',
    'webhook_url URL, 1 sampai 2.048 karakter',
  ],
  [
    'generate-payment',
    'request-items-quantity',
    'quantity required integer, 1 or more',
    'quantity wajib integer, 1 atau lebih',
  ],
  [
    'generate-payment',
    'response-payment_url',
    'payment_url URL or null for QRIS',
    'payment_url URL atau null untuk QRIS',
  ],
  [
    'generate-payment',
    'response-qris',
    'qris object or null for CHECKOUT_PAGE',
    'qris objek atau null untuk CHECKOUT_PAGE',
  ],
  [
    'set-fault',
    'request-fault-seconds',
    'seconds number, 0 to 86,400 for delayed, rate-limit; 0 to 60 for slow, slow-response · default 60 for delayed, 5 for slow, 1 for rate-limit, 5 for slow-response',
    'seconds number, 0 sampai 86.400 untuk delayed, rate-limit; 0 sampai 60 untuk slow, slow-response · default 60 untuk delayed, 5 untuk slow, 1 untuk rate-limit, 5 untuk slow-response',
  ],
  [
    'receive-payment-success',
    'request-signature',
    'signature deprecated string, 64 lowercase hex digits',
    'signature usang string, 64 digit heksadesimal huruf kecil',
  ],
])('describes in the words of %s: %s', (page, id, english, indonesian) => {
  const slug = page === 'set-fault' ? `sandbox-api-${page}` : `reference-${page}`;
  expect(lineOf('en', slug, id)).toBe(english);
  expect(lineOf('id', slug, id)).toBe(indonesian);
});

test.each(LANGUAGES)('states each limit once, in the type line, in the language %s', (language) => {
  const numbers = (text: string) => [...text.matchAll(/\d[\d.,]+\d/g)].map(([number]) => number.replaceAll(/\D/g, ''));
  const items = REFERENCES.flatMap(({ slug, document }) =>
    documentedRequests(document(language)).flatMap(({ operation }) =>
      site
        .page(language, slugOf(slug, operation.operationId))
        .main.all('li')
        .filter((item) => /^(request|response|parameter)-/.test(item.attribute('id') ?? '')),
    ),
  );
  const twice = items.flatMap((item) => {
    const [line = '', description = ''] = item.all('p').map((part) => part.text());
    const isOfChild = item.all('li').some((child) => child.all('p')[0]?.text() === description);
    const repeated = numbers(description).filter((number) => numbers(line).includes(number));
    return isOfChild || repeated.length === 0 ? [] : description;
  });
  expect(items.length).toBeGreaterThan(100);
  // What becomes of more than 100 errors is no limit.
  expect(twice.filter((description) => !/100, (the first|hanya)/.test(description))).toEqual([]);
  const text = plain(site.page(language, 'reference-generate-payment').main.text());
  const { messages } = locales[language];
  for (const begin of [messages.get('limits.begin-limits'), `${messages.get('limits.begin-constant')} true.`]) {
    expect(text).not.toContain(begin);
  }
});

test.each(['getState', 'generatePayment'])(
  'the tree of %s is expanded on its first level, and collapsed below',
  (id) => {
    const slug = slugOf(id === 'getState' ? 'sandbox-api' : 'reference', id);
    const { main } = site.page('en', slug);
    const boxes = main.all('details');
    const inner = boxes.flatMap((box) => box.all('details'));
    const isOpen = (box: HtmlElement) => box.attribute('open') !== undefined;
    expect(inner.length).toBe(id === 'getState' ? 15 : 0);
    expect(boxes.filter(isOpen).length).toBeGreaterThan(0);
    expect(inner.filter(isOpen)).toEqual([]);
  },
);

test('the Markdown of an operation has its properties, responses, cURL and programs', () => {
  const markdown = site.content(`${folderOf('en')}reference-generate-payment.md`);
  expect(markdown).toContain('`POST /api/partner/payment/generate`');
  expect(markdown).toMatch(/^- `amount` required integer, 1,000 to 10,000,000 for `QRIS`, otherwise 1,000 or more$/m);
  expect(markdown).toMatch(/^ {2}- `price` required integer/m);
  expect(markdown).toMatch(
    /^- 409 The transaction id .*\n {2}- \[`DUPLICATE_TRANSACTION`\]\(errors\.md#DUPLICATE_TRANSACTION\)$/m,
  );
  expect(markdown).toMatch(/^curl -sS \\$/m);
  expect(markdown).toContain('# Generates a QRIS payment and prints the response.');
});
