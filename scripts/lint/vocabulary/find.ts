import { PUBLISHED, VOCABULARY } from './vocabulary.js';

/** A banned word in a file, or in its name. */
export interface Finding {
  path: string;
  /** Counted from 1; 0 for the name of the file. */
  line: number;
  found: string;
  use: string;
}

/** Files that the lint skips: history, what is generated from files that it reads, and the banned words themselves. */
const UNREAD = [
  /(^|\/)CHANGELOG(\.\w+)?\.md$/,
  // Holds the glossary itself.
  /^CONTRIBUTING\.md$/,
  /(^|\/)package-lock\.json$/,
  /(^|\/)_?generated\//,
  /^openapi\/releases\//,
  /^packages\/(contract|sandbox)\/openapi(-3\.0)?\.(json|yaml)$/,
  /^packages\/[^/]+\/README\.md$/,
  /^scripts\/lint\/vocabulary\//,
  // Indonesian.
  /\.id\.(yaml|md)$|\/guides\/id\//,
];

const isText = /\.(ts|mts|cts|js|mjs|cjs|tsx|css|json|ya?ml|md|sh|html|php|py|go|java|kt|rs)$|(^|\/)(run|Dockerfile)$/;

export function isRead(path: string): boolean {
  return isText.test(path) && !UNREAD.some((pattern) => pattern.test(path));
}

/** The banned words in the name and the content of a file. */
export function bannedWords(path: string, content: string): Finding[] {
  const terms = VOCABULARY.filter(({ except }) => !except?.test(path));
  const published = new RegExp(`\\b(${PUBLISHED.join('|')})\\b`, 'g');
  return [path, ...content.split('\n')].flatMap((text, line) =>
    terms.flatMap(({ pattern, use }) =>
      [...text.replace(published, '').matchAll(pattern)].map(([found]) => ({ path, line, found, use })),
    ),
  );
}

/** The terms that a glossary does not explain: each has a line there with the banned word and the one to use. */
export function missingFromGlossary(glossary: string): string[] {
  const lines = glossary.split('\n');
  return VOCABULARY.filter(({ banned, use }) => !lines.some((line) => line.includes(banned) && line.includes(use))).map(
    ({ banned, use }) => `${use} (not ${banned})`,
  );
}
