import type { Term } from '../src/glossary.js';

/** The words of an Indonesian text for which the glossary has another one. Code is ignored. */
export function glossaryProblems(text: string, glossary: readonly Term[]): string[] {
  const prose = withoutCode(text);
  return glossary.flatMap(({ en, id, not = [] }) =>
    not
      .filter((word) => new RegExp(`(?<![\\p{L}-])${word}(?!\\p{L}|-(?!nya))`, 'iu').test(prose))
      .map((word) => `"${word}": the glossary has "${id}" for "${en}".`),
  );
}

/**
 * Without fenced and inline code, addresses of links, HTML tags, directives and English terms in italics in brackets, as in
 * "tanda tangan (*signature*)". On one line: terms break over lines.
 */
function withoutCode(markdown: string): string {
  return markdown
    .replace(/^( *)(`{3,}).*?^\1\2/gms, '')
    .replace(/`[^`]*`/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\{\{.*?\}\}|\{#.*?\}|<[^>]*>|\(\*[^*]*\*\)/g, '')
    .replace(/\s+/g, ' ');
}
