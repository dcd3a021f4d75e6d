import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { LANGUAGES } from '../../src/languages.js';
import { builtSearch } from './engine.js';

interface Question {
  ask: string;
  /** The sections that answer it, as `page#anchor` or `page`. */
  answer: string[];
}

/** Nobody looks further. */
const FIRST = 3;

const readYaml = (path: string) => parse(readFileSync(join(ROOT, 'packages/docs', path), 'utf8'));

describe.each(LANGUAGES)('what developers ask in the language %s', async (language) => {
  const lists: Record<'questions' | 'held-out', Question[]> = readYaml(`test/search/questions.${language}.yaml`);
  const questions = [...lists.questions, ...lists['held-out']];
  const search = await builtSearch(language);

  test('is a list of at least sixty different questions', () => {
    expect(new Set(questions.map(({ ask }) => ask)).size).toBe(questions.length);
    expect(questions.length).toBeGreaterThanOrEqual(60);
  });

  test('has answers in sections that exist', () => {
    const anchors: Record<string, string[]> = readYaml('anchors.yaml');
    const places = Object.entries(anchors).flatMap(([page, ids]) => [page, ...ids.map((id) => `${page}#${id}`)]);
    expect(questions.flatMap(({ answer }) => answer).filter((place) => !places.includes(place))).toEqual([]);
  });

  test.each(questions)('finds its answer among the first three results: $ask', ({ ask, answer }) => {
    const first = search(ask)
      .slice(0, FIRST)
      .map(({ href }) => href.replace('.html', ''));
    expect(
      answer.some((place) => first.includes(place)),
      `wanted ${answer.join(' or ')}, got ${first.join(', ')}`,
    ).toBe(true);
  });
});
