import type { Token } from 'markdown-it';

/** The text of an inline token, without markup. */
export function textOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map(({ content }) => content).join('');
}
