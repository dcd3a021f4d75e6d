import { describe, expect, test } from 'vitest';
import { bannedWords, isRead, missingFromGlossary } from './find.js';
import { VOCABULARY } from './vocabulary.js';

describe('a banned word is found in', () => {
  test.each([
    ['prose', '// The courier delivers.', 'courier'],
    ['a camelCase name', 'const requestJournal = 1;', 'Journal'],
    ['the first part of a name', 'journalEntries()', 'journal'],
    ['a constant', 'const JOURNAL_SIZE = 1;', 'JOURNAL'],
    ['several words', 'what is under way', 'under way'],
  ])('%s', (_, text, found) => {
    expect(bannedWords('a.ts', text)).toMatchObject([{ path: 'a.ts', line: 1, found }]);
  });

  test('the name of a file', () => {
    expect(bannedWords('src/request-journal.ts', '')).toMatchObject([{ line: 0, found: 'journal' }]);
  });
});

test.each(['journalism', 'Hello, world', 'indeed', 'remember', 'type JournalEntry = LoggedRequest;'])(
  'nothing is found in: %s',
  (text) => {
    expect(bannedWords('a.ts', text)).toEqual([]);
  },
);

test.each(['CHANGELOG.md', 'openapi/releases/2.0.0.yaml', 'packages/sdk/src/generated/options.ts', 'logo.png'])(
  '%s is not read',
  (path) => {
    expect(isRead(path)).toBe(false);
  },
);

test('a term that the glossary does not explain is reported', () => {
  const [first, ...others] = VOCABULARY.map(({ banned, use }) => `| ${use} | not ${banned} |`);
  expect(missingFromGlossary([first, ...others].join('\n'))).toEqual([]);
  expect(missingFromGlossary(others.join('\n'))).toEqual([`${VOCABULARY[0]?.use} (not ${VOCABULARY[0]?.banned})`]);
});
