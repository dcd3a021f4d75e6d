import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { LANGUAGES } from '../../src/languages.js';
import { builtSearch, scriptOf } from './engine.js';

interface Question {
  ask: string;
  /** The sections that answer it, as `page#anchor` or `page`. */
  answer: string[];
}

/** Nobody looks further. */
const FIRST = 3;

const readYaml = (path: string) => parse(readFileSync(join(ROOT, 'packages/docs', path), 'utf8'));

describe.each(LANGUAGES)('what developers ask in the language %s', async (language) => {
  const lists: Record<'questions' | 'held-out' | 'audit', Question[]> = readYaml(
    `test/search/questions.${language}.yaml`,
  );
  const questions = [...lists.questions, ...lists['held-out'], ...lists.audit];
  const search = await builtSearch(language);

  test('is a list of at least sixty different questions', () => {
    expect(new Set(questions.map(({ ask }) => ask)).size).toBe(questions.length);
    expect(questions.length).toBeGreaterThanOrEqual(60);
  });

  test('has answers that can be results', async () => {
    const hrefs = [...(await scriptOf(language)).matchAll(/\\?"href\\?":\\?"([^"\\]+)/g)].map(([, href = '']) => href);
    const places = new Set(hrefs.map((href) => href.replace('.html', '')));
    expect(places.size).toBeGreaterThan(100);
    expect(questions.flatMap(({ answer }) => answer).filter((place) => !places.has(place))).toEqual([]);
  });

  test('is searched in an index of at most 130 kB, compressed', async () => {
    expect(gzipSync(await scriptOf(language)).length).toBeLessThan(130_000);
  });

  test.each(questions)('has its answer in the first three results: $ask', ({ ask, answer }) => {
    const first = search(ask)
      .slice(0, FIRST)
      .map(({ href }) => href.replace('.html', ''));
    expect(
      answer.some((place) => first.includes(place)),
      `wanted ${answer.join(' or ')}, got ${first.join(', ')}`,
    ).toBe(true);
  });
});
