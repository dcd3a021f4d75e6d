import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { describeInChromium } from './chromium.js';
import { callbacksOf, documentedRequests, requestPropertiesOf, responsesOf } from './contract.js';
import { linesBelow, linesOf } from './lines.js';
import { locales } from './locales.js';
import { openOperation } from './redoc.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

describeInChromium('the reference of the API', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(LANGUAGES)('in the language %s', (language) => {
    const { contract, messages } = locales[language];
    const redocWords = messages.group('redoc');
    const requests = documentedRequests(contract);
    const { ErrorCode } = contract.components.schemas;
    const path = `${folderOf(language)}reference.html`;
    let reader: Visit;
    beforeAll(async () => {
      // In a window as tall as the page: Redoc draws only what is in sight.
      reader = await site.visit(path, { viewport: { width: 1280, height: 20_000 } });
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    test('begins with what the contract says of itself, and every operation', async () => {
      const { page } = reader;
      const { version, summary, description } = contract.info;
      const headings = [...description.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
      expect(headings.length).toBeGreaterThan(2);
      const overview = await linesOf(page.locator('.overview'));
      expect(overview).toEqual(expect.arrayContaining([summary, expect.stringContaining(version), ...headings]));
      for (const { url } of contract.servers) expect(overview.join('\n')).toContain(url);
      for (const { address, operation } of requests) {
        expect(overview).toEqual(expect.arrayContaining([address, operation.summary]));
      }
    });

    describe.each(requests)('$operation.operationId', ({ method, address, operation }) => {
      let part: Locator;
      let shownSample = 'cURL';
      beforeAll(async () => {
        part = await openOperation(reader.page, operation.operationId);
      });

      test('has its summary and its address', async () => {
        await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining([operation.summary, method, address]));
      });

      test('names every property of its body', async () => {
        const properties = requestPropertiesOf(operation);
        expect(properties).not.toEqual([]);
        await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining(properties));
      });

      test('has exactly the responses of the contract', async () => {
        const statuses = responsesOf(operation).map(({ status }) => status);
        await expect.poll(() => part.getByRole('tab', { name: /^\d(\d\d|XX)$/ }).allInnerTexts()).toEqual(statuses);
      });

      test.each(responsesOf(operation))(
        'explains response $status: its properties and its error codes',
        async ({ status, description, properties, codes }) => {
          await part.getByRole('tab', { name: status, exact: true }).click();
          const paragraph = description.trim().replaceAll('\n', ' ');
          const shown = () => linesBelow(part, redocWords.responses ?? 'Responses');
          await expect.poll(shown).toEqual(expect.arrayContaining([paragraph, ...properties]));
          expect((await shown()).filter((line) => ErrorCode?.['x-extensible-enum']?.includes(line))).toEqual(codes);
        },
      );

      const samples = operation['x-codeSamples'] ?? [];

      test('has a sample in each of six languages', () => {
        expect(samples).toHaveLength(6);
      });

      test.each(samples)('shows the sample in $label', async ({ label, source }) => {
        if (address in (contract.webhooks ?? {})) {
          // Of a webhook the samples are one below the other, folded.
          await part.locator('summary').getByText(label, { exact: true }).click();
        } else {
          await reader.page.getByText(shownSample, { exact: true }).first().click();
          await reader.page.getByRole('menuitem', { name: label, exact: true }).click();
          shownSample = label;
        }
        const lines = source.split('\n').map((line) => line.trim());
        await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining(lines.filter(Boolean)));
      });

      test.each(callbacksOf(operation))('leads to its callback $address, with every property', async (callback) => {
        await part.getByText(callback.operation.summary, { exact: true }).click();
        const shown = () => linesBelow(part, redocWords.callbacks ?? 'Callbacks');
        const expected = [callback.operation.summary, callback.address, ...requestPropertiesOf(callback.operation)];
        await expect.poll(shown).toEqual(expect.arrayContaining(expected));
      });
    });

    test('speaks with the words of Redoc in this language, also to screen readers', async () => {
      // Of these Redoc has one form only: the English that is their key.
      const english = ['Enum Value', 'non-empty', 'link to', 'Copy', 'Response status'];
      const part = await openOperation(reader.page, 'generatePayment');
      const messages = english.map((word) => redocWords[word] ?? word);
      const said = async () => {
        const labels = await part.locator('[aria-label]:visible').all();
        const texts = await Promise.all(labels.map((label) => label.getAttribute('aria-label')));
        return [...(await linesOf(part)), ...texts].join('\n');
      };
      const missing = async () => {
        const heard = await said();
        return messages.filter((word) => !heard.includes(word));
      };
      await expect.poll(missing).toEqual([]);
      const heard = await said();
      expect(english.filter((word) => heard.includes(word) && !messages.includes(word))).toEqual([]);
    });

    test('explains every error code of the contract under some response', () => {
      const explained = requests.flatMap(({ operation }) => responsesOf(operation).flatMap(({ codes }) => codes));
      expect(new Set(explained)).toEqual(new Set(ErrorCode?.['x-extensible-enum']));
    });

    test('was read to the end without a problem', () => {
      expect(reader.problems).toEqual([]);
    });
  });
});
