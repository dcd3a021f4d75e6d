import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { describeInChromium } from './chromium.js';
import { callbacksOf, documentedRequests, requestPropertiesOf, responsesOf } from './contract.js';
import { linesOf } from './lines.js';
import { locales } from './locales.js';
import { operationPart } from './operation.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

const REFERENCES = [
  {
    slug: 'reference',
    redoc: 'redoc.html',
    documentIn: (language: keyof typeof locales) => locales[language].contract,
  },
  {
    slug: 'sandbox-api',
    redoc: 'redoc-sandbox-api.html',
    documentIn: (language: keyof typeof locales) => locales[language].control,
  },
];

describeInChromium('a reference', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(LANGUAGES)('in the language %s', (language) => {
    describe.each(REFERENCES)('$slug', ({ slug, redoc, documentIn }) => {
      const document = documentIn(language);
      const requests = documentedRequests(document);
      let reader: Visit;
      beforeAll(async () => {
        reader = await site.visit(`${folderOf(language)}${slug}.html`);
      });
      afterAll(() => reader?.[Symbol.asyncDispose]());

      test('begins with what the document says of itself, and every operation', async () => {
        const { version, summary, description } = document.info;
        const headings = [...description.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
        expect(headings.length).toBeGreaterThan(1);
        const text = await linesOf(reader.page.locator('main'));
        expect(text).toEqual(expect.arrayContaining([summary, expect.stringContaining(version), ...headings]));
        for (const { url } of document.servers) expect(text.join('\n')).toContain(url);
        const listed = await reader.page.locator('main li > a:has(> .method)').allInnerTexts();
        expect(listed).toHaveLength(requests.length);
        for (const { address, operation } of requests) {
          const entry = listed.find(
            (one) => one.includes(operation.summary) && one.replaceAll('\u200b', '').includes(address),
          );
          expect(entry, operation.operationId).toBeTruthy();
        }
      });

      test('leads to the page of Redoc, beside the operations', async () => {
        const link = reader.page.locator(`main a[href="${redoc}"]`);
        expect(await link.innerText()).toContain('Redoc');
        expect(await link.isVisible()).toBe(true);
      });

      test.each(requests)(
        'documents $operation.operationId: its address, parameters, properties, statuses and error codes',
        async ({ method, address, operation }) => {
          const responses = responsesOf(operation);
          const lines = await linesOf(operationPart(reader.page, operation.operationId));
          const paragraphs = responses.map(({ description }) => description.trim().replaceAll('\n', ' '));
          const expected = [
            operation.summary,
            `${method} ${address}`,
            ...(operation.parameters ?? []).map(({ name }) => name),
            ...requestPropertiesOf(operation),
            ...responses.flatMap(({ status, properties }) => [status, ...properties.filter(isShown)]),
          ];
          expect(lines).toEqual(expect.arrayContaining(expected));
          const prose = lines.join('\n').replaceAll(/[`*\u2060]/g, '');
          for (const paragraph of paragraphs) expect(prose).toContain(paragraph.replaceAll(/[`*]/g, ''));
          for (const code of responses.flatMap(({ codes }) => codes)) expect(prose).toContain(code);
        },
      );

      test.each(requests)('shows every example of $operation.operationId as it is', async ({ operation }) => {
        const { requestBody, responses } = operation;
        const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
        const bodies = [requestBody, ...successes.map(([, response]) => response)];
        const examples = bodies.flatMap((body) => Object.values(body?.content?.['application/json']?.examples ?? {}));
        const shown = await operationPart(reader.page, operation.operationId)
          .locator('[data-language=json] code')
          .evaluateAll((all) => all.map((code) => JSON.parse(code.textContent ?? '')));
        expect(shown).toEqual(examples.map(({ value }) => value));
      });

      test.each(requests.filter(({ operation }) => operation['x-codeSamples']))(
        'shows the samples of $operation.operationId in six languages, one at a time',
        async ({ operation }) => {
          const samples = operation['x-codeSamples'] ?? [];
          expect(samples).toHaveLength(6);
          const part = operationPart(reader.page, operation.operationId);
          for (const { label, source } of samples) {
            await part.getByRole('tab', { name: label, exact: true }).click();
            const code = part.locator('[data-choice=sample] code:visible');
            expect(await code.allTextContents()).toEqual([source.trimEnd()]);
          }
        },
      );

      test.each(
        requests.flatMap(({ operation }) => callbacksOf(operation).map((callback) => ({ operation, callback }))),
      )('$operation.operationId leads to its callback', async ({ operation, callback }) => {
        const part = operationPart(reader.page, operation.operationId);
        const link = part.getByRole('link', { name: callback.operation.summary });
        const webhook = Object.values(document.webhooks ?? {}).map(({ post }) => post?.operationId);
        expect(await link.getAttribute('href')).toBe(`${slug}.html#${webhook[0]}`);
      });

      test('was read to the end without a problem', () => {
        expect(reader.problems).toEqual([]);
      });
    });

    test('explains every error code of the contract under some response', () => {
      const { contract } = locales[language];
      const explained = documentedRequests(contract).flatMap(({ operation }) =>
        responsesOf(operation).flatMap(({ codes }) => codes),
      );
      expect(new Set(explained)).toEqual(new Set(contract.components.schemas.ErrorCode?.['x-extensible-enum']));
    });
  });
});

/** Of a property with several forms only the name is shown. */
function isShown(name: string): boolean {
  return !/\b(response|fault)\./.test(name);
}
