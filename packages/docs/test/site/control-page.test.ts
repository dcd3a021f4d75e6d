import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderOf, LANGUAGES } from '../../src/languages.js';
import { describeInChromium } from './chromium.js';
import { documentedRequests, requestPropertiesOf, responsesOf } from './contract.js';
import { linesOf } from './lines.js';
import { locales } from './locales.js';
import { openOperation } from './redoc.js';
import { openSite, type SiteReader, type Visit } from './site-reader.js';

describeInChromium('the reference of the control API', () => {
  let site: SiteReader;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe.each(LANGUAGES)('in the language %s', (language) => {
    const { control } = locales[language];
    let reader: Visit;
    beforeAll(async () => {
      const viewport = { width: 1280, height: 20_000 };
      reader = await site.visit(`${folderOf(language)}sandbox-api.html`, { viewport });
    });
    afterAll(() => reader?.[Symbol.asyncDispose]());

    test.each(documentedRequests(control))(
      'documents $operation.operationId: its path, parameters, properties and statuses',
      async ({ method, address, operation }) => {
        const part = await openOperation(reader.page, operation.operationId);
        const responses = responsesOf(operation);
        const [success] = responses;
        const parameters = (operation.parameters ?? []).map(({ name }) => name);
        const expected = [
          ...[operation.summary, method, address],
          ...parameters,
          ...requestPropertiesOf(operation),
          // The first response is open, the others are behind their statuses.
          ...(success?.properties ?? []),
        ];
        await expect.poll(() => linesOf(part)).toEqual(expect.arrayContaining(expected));
        const statuses = responses.map(({ status }) => status);
        expect(await part.getByRole('tab', { name: /^\d(\d\d|XX)$/ }).allInnerTexts()).toEqual(statuses);
      },
    );

    test('was read to the end without a problem', () => {
      expect(reader.problems).toEqual([]);
    });
  });
});
