import type { StateCore, Token } from 'markdown-it';
import { escapeText } from './highlight.js';

// Rules of the Markdown parser: each changes the tokens of a page before they are rendered.

/** A heading of a page that can be linked to. */
export interface Heading {
  level: number;
  id: string;
  /** Without markup. */
  text: string;
}

/** The text of an inline token, without markup. */
export function textOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map(plainText).join('');
}

function plainText({ type, content }: Token): string {
  if (type === 'html_inline') return content.startsWith('<br') ? '\n' : '';
  return type === 'softbreak' ? ' ' : content;
}

const ANCHOR = /\s*\{#([\w-]+)\}$/;

/**
 * Takes the anchors out of headings, list items and first cells, and makes them the ids of headings, items and rows. Adds
 * the headings to `env.headings`. Headings and rows link to themselves.
 *
 * @param label returns the accessible name of the link to a part, from the text of the part
 */
export const anchors =
  (label: (text: string) => string) =>
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
      // A task has a checkbox, and an operation is a link already: only a property of a tree links to itself.
      if (named.type === 'list_item_open' && children[0]?.type !== 'code_inline') continue;
      // A page can have two of one name: of the request and of the response.
      const text = named.type === 'heading_open' ? textOf(tokens[index]) : id;
      const content = `<a class="anchor" href="#${id}" aria-label="${escapeText(label(text))}">#</a>`;
      children.push(Object.assign(new Token('html_inline', '', 0), { content }));
    }
  };

/** The token that the text behind these two gives an id to. */
function namedBy(before: Token | undefined, outer: Token | undefined): Token | undefined {
  if (before?.type === 'heading_open') return before;
  if (before?.type === 'td_open' && outer?.type === 'tr_open') return outer;
  if (before?.type === 'paragraph_open' && outer?.type === 'list_item_open') return outer;
  return undefined;
}

/** Makes `- [ ] text` a task with a checkbox. */
export function tasks({ tokens, Token }: StateCore): void {
  const markup = (content: string) => Object.assign(new Token('html_inline', '', 0), { content });
  for (const [index, { type, children }] of tokens.entries()) {
    const item = tokens[index - 2];
    const first = children?.[0];
    if (type !== 'inline' || item?.type !== 'list_item_open' || !first?.content.startsWith('[ ] ')) continue;
    item.attrJoin('class', 'task');
    first.content = first.content.slice('[ ] '.length);
    children?.unshift(markup('<label><input type="checkbox"><span>'));
    children?.push(markup('</span></label>'));
  }
}

/** Keeps a number on the line of its sign, and the ends of a range on one line. */
export function unbroken({ tokens }: StateCore): void {
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    if (token.type !== 'text') continue;
    token.content = token.content.replace(/(?<=[≥≤]) (?=\d)/g, '\u00a0').replace(/(?<=\d)–(?=\d)/g, '\u2060–\u2060');
  }
}

/**
 * Labels each cell with its column, for screens that show a table row by row. An empty header becomes a plain cell: a screen
 * reader would announce a header without a name.
 */
export function tableCells({ tokens }: StateCore): void {
  let labels: string[] = [];
  let column = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'thead_open') labels = [];
    if (token.type === 'tr_open') column = 0;
    // A question already ends with its mark.
    if (token.type === 'td_open') token.attrSet('data-label', labels[column++]?.replace(/(?<=[^?])$/, ':') ?? '');
    if (token.type !== 'th_open') continue;
    const label = textOf(tokens[index + 1]);
    labels.push(label);
    if (label === '') for (const edge of [token, tokens[index + 2]]) if (edge) edge.tag = 'td';
  }
}
