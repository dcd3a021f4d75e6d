import type { StateCore, Token } from 'markdown-it';
import { textOf } from './text-of.js';

/** A heading of a page that can be linked to. */
export interface Heading {
  level: number;
  id: string;
  /** Without markup. */
  text: string;
}

const ANCHOR = /\s*\{#([\w-]+)\}$/;

/** Text with the anchor that {@link anchors} takes out of it. */
export function anchored(text: string, id: string): string {
  return `${text} {#${id}}`;
}

/**
 * A rule of the parser: takes the anchors out of the text of headings, list items and first cells, and makes them the ids of
 * headings, items and rows. The headings that have one are added to `env.headings`; they and the rows link to themselves.
 *
 * @param label what such a link is called for whoever does not see it
 */
export const anchors =
  (label: string) =>
  ({ tokens, Token, env }: StateCore): void => {
    for (const [index, { children }] of tokens.entries()) {
      const named = namedBy(tokens[index - 1], tokens[index - 2]);
      const last = children?.at(-1);
      const id = ANCHOR.exec(last?.content ?? '')?.[1];
      if (!named || !children || !last || !id) continue;
      last.content = last.content.replace(ANCHOR, '');
      named.attrSet('id', id);
      if (named.type === 'heading_open') {
        (env.headings as Heading[]).push({ level: Number(named.tag.slice(1)), id, text: textOf(tokens[index]) });
      }
      if (named.type === 'list_item_open') continue;
      const content = `<a class="anchor" href="#${id}" aria-label="${label}">#</a>`;
      children.push(Object.assign(new Token('html_inline', '', 0), { content }));
    }
  };

/** What the text behind these two tokens may name. */
function namedBy(before: Token | undefined, outer: Token | undefined): Token | undefined {
  if (before?.type === 'heading_open') return before;
  if (before?.type === 'td_open' && outer?.type === 'tr_open') return outer;
  if (before?.type === 'paragraph_open' && outer?.type === 'list_item_open') return outer;
  return undefined;
}
