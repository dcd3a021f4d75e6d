import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GUIDES } from '../../src/files.js';
import { LANGUAGES } from '../../src/languages.js';

/** So many words in a row are a sentence that was copied, and not a term. */
const WORDS = 8;

test.each(LANGUAGES)('no sentence is in two guides in %s', (language) => {
  const folder = join(GUIDES, language);
  const guidesBy = new Map<string, Set<string>>();
  for (const guide of readdirSync(folder)) {
    for (const run of runsOf(readFileSync(join(folder, guide), 'utf8'))) {
      guidesBy.set(run, (guidesBy.get(run) ?? new Set()).add(guide));
    }
  }
  expect(guidesBy.size).toBeGreaterThan(2000);
  const repeated = [...guidesBy].filter(([, guides]) => guides.size > 1);
  expect(repeated.map(([run, guides]) => `${[...guides].join(', ')}: ${run}`)).toEqual([]);
});

/** Every run of words within a sentence of the prose: without front matter, code, anchors and the addresses of links. */
function runsOf(markdown: string): string[] {
  const prose = markdown
    .replace(/^---$.*?^---$/ms, '')
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/\{#[\w-]+\}|(?<=\])\([^)]*\)/g, '');
  return prose.split(/(?<=[.!?:])\s|\n\n|\n[-|]|\|/).flatMap((sentence) => {
    const words = sentence.toLowerCase().match(/[\w{}'-]+/g) ?? [];
    return words.flatMap((_, at) => (at + WORDS > words.length ? [] : words.slice(at, at + WORDS).join(' ')));
  });
}
