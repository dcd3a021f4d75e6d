import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LANGUAGES } from '../../docs/src/languages.js';
import { type Assistant, startAssistant } from './client.js';

let assistant: Assistant;
beforeAll(async () => {
  assistant = await startAssistant();
});
afterAll(() => assistant?.[Symbol.asyncDispose]());

interface Result {
  page: string;
  anchor?: string;
  title: string;
  text: string;
}

const read = (path: string) => parse(readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8'));

describe.each(LANGUAGES)('in the language %s', (language) => {
  test('search_docs answers what developers ask, as the search of the site does', async () => {
    const { questions } = read(`test/search/questions.${language}.yaml`) as {
      questions: { ask: string; answer: string[] }[];
    };
    const unanswered: string[] = [];
    for (const { ask, answer } of questions) {
      const { results } = (await assistant.data('search_docs', { query: ask, language })) as { results: Result[] };
      const places = results.slice(0, 3).map(({ page, anchor }) => (anchor ? `${page}#${anchor}` : page));
      if (!answer.some((place) => places.includes(place))) unanswered.push(`${ask}: ${places.join(', ')}`);
    }
    expect(unanswered).toEqual([]);
    expect(questions.length).toBeGreaterThan(50);
  });

  test('read_docs has every page of the site, with its code', async () => {
    const names = Object.keys(read('anchors.yaml'));
    for (const page of names) {
      const { title, markdown } = await assistant.data('read_docs', { page, language });
      expect(markdown.split('\n')[0]).toBe(`# ${title}`);
    }
    const { markdown } = await assistant.data('read_docs', { page: 'webhooks', language });
    expect(markdown).toContain('createWebhookHandler');
  });
});

test('a result has the beginning of its section', async () => {
  const { results } = await assistant.data('search_docs', { query: 'INSUFFICIENT_TOKENS' });
  expect(results[0]).toMatchObject({ page: 'errors', title: expect.stringContaining('INSUFFICIENT_TOKENS') });
  for (const { text } of results) expect(text.length).toBeLessThanOrEqual(702);
});

test('nothing is found for nonsense, and that is no error', async () => {
  expect(await assistant.data('search_docs', { query: 'xyzzyqwv' })).toEqual({ results: [] });
});

test.each([
  ['search_docs', {}, 'INVALID_REQUEST: query: expected a question or a name.'],
  ['search_docs', { query: 'webhook', language: 'fr' }, 'INVALID_REQUEST: language: expected en or id.'],
  [
    'read_docs',
    { page: 'constructor' },
    'NOT_FOUND: There is no page "constructor". The pages are: index, quickstart,',
  ],
])('%s with %o says what was expected', async (tool, args, text) => {
  expect(await assistant.failure(tool, args)).toContain(text);
});
