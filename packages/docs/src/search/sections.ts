import { textOf } from '../markdown/rules.js';
import type { Page } from '../pages/page.js';

/**
 * A search result: a part of a page from one heading to the next, or a table row that has an anchor. An operation is one: its
 * parts are named alike on each page.
 */
export interface Section {
  /** Relative to the folder of the language, with the anchor. */
  href: string;
  /** The title of its page; of an operation, that of its reference. */
  page: string;
  /** Its heading; the title of the page for text above the first heading, empty for a row. */
  heading: string;
  /** What a row is about, such as `GATEWAY_ERROR`; else empty. */
  name: string;
  /** What it can be looked up by, too: the status of an error, the `operationId` of an operation. */
  alias: string;
  /** The words of its name. */
  words: string;
  /** The names in its text that stand in code, such as `Retry-After`. */
  code: string;
  text: string;
}

/** The sections of a page. Code blocks are left out: the text around them describes them. */
export function sectionsOf({ slug, title, description, tokens, operation }: Page): Section[] {
  const file = `${slug}.html`;
  const sections: Section[] = [];
  const begin = (section: Partial<Section>) => {
    const begun = {
      href: file,
      page: operation?.reference.title ?? title,
      heading: '',
      name: '',
      alias: '',
      words: '',
      code: '',
      text: '',
      ...section,
    };
    sections.push(begun);
    return begun;
  };
  /** What a table stands in: text after its rows belongs there. */
  let around = begin({
    heading: title,
    text: operation ? `${operation.method} ${operation.address}` : description,
    alias: operation?.id ?? '',
    code: operation?.address ?? '',
  });
  let current = around;
  let isLeftOut = false;
  for (const [index, token] of tokens.entries()) {
    const id = token.attrGet('id');
    const href = `${file}#${id}`;
    if (token.type === 'heading_open' && id && !operation) {
      around = begin({ href, heading: searchable(textOf(tokens[index + 1])) });
      current = around;
    }
    if (token.type === 'tr_open' && id) {
      const [name = '', below = ''] = textOf(tokens[index + 2]).split('\n', 2);
      current = begin({
        href,
        name: searchable(name),
        words: name.replace(/[^\p{L}]+/gu, ' '),
        alias: /^\d{3}/.exec(below)?.[0] ?? '',
      });
    }
    if (token.type === 'tr_close') current = around;
    // The head of a table; a heading is not part of its own text.
    if (token.type === 'thead_open' || (token.type === 'heading_open' && (id || operation))) isLeftOut = true;
    if (token.type === 'thead_close' || token.type === 'heading_close') isLeftOut = false;
    if (token.type !== 'inline') continue;
    const names = (token.children ?? []).filter(({ type }) => type === 'code_inline').map(({ content }) => content);
    if (!current.name) current.code = [current.code, ...names].join(' ').trim();
    if (!isLeftOut) current.text = searchable(`${current.text} ${textOf(token)}`);
  }
  return sections;
}

/** Without word joiners, which keep the ends of a range together. */
function searchable(text: string): string {
  return text.replaceAll('\u2060', '').replace(/\s+/g, ' ').trim();
}
