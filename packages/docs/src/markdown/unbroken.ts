import type { StateCore } from 'markdown-it';

/** A rule of the parser: a number stays on the line of its sign, and the ends of a range on one line. */
export function unbroken({ tokens }: StateCore): void {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type !== 'text') continue;
    token.content = token.content.replace(/(?<=[≥≤]) (?=\d)/g, '\u00a0').replace(/(?<=\d)–(?=\d)/g, '\u2060–\u2060');
  }
}
