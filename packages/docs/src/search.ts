import MiniSearch from 'minisearch';
import { searchOptions } from '../browser/search-options.js';
import { bundleScript } from './bundle.js';
import type { Language } from './languages.js';
import { textOf } from './markdown/rules.js';
import type { Page } from './pages/page.js';

/** A search result: a part of a page from one heading to the next, or a table row that has an anchor. */
interface Section {
  /** Relative to the folder of the language, with the anchor. */
  href: string;
  /** The title of its page. */
  page: string;
  /** Its heading; the title of the page for text above the first heading, empty for a row. */
  heading: string;
  /** What a row is about, such as `GATEWAY_ERROR`; else empty. */
  name: string;
  /** The `operationId` of an operation; else empty. */
  operation: string;
  text: string;
}

/** The sections of a page. Code blocks are left out: the text around them describes them. */
function sectionsOf({ slug, title, tokens, operations }: Page): Section[] {
  const file = `${slug}.html`;
  const sections: Section[] = [];
  const begin = (section: Partial<Section>) => {
    const begun = { href: file, page: title, heading: '', name: '', operation: '', text: '', ...section };
    sections.push(begun);
    return begun;
  };
  /** What a table stands in: text after its rows belongs there. */
  let around = begin({ heading: title });
  let current = around;
  let isLeftOut = false;
  for (const [index, token] of tokens.entries()) {
    const id = token.attrGet('id');
    const href = `${file}#${id}`;
    if (token.type === 'heading_open' && id) {
      const operation = operations.some((one) => one.id === id) ? String(id) : '';
      around = begin({ href, heading: searchable(textOf(tokens[index + 1])), operation });
      current = around;
    }
    if (token.type === 'tr_open' && id) {
      const [name = ''] = textOf(tokens[index + 2]).split('\n', 1);
      current = begin({ href, name: searchable(name) });
    }
    if (token.type === 'tr_close') current = around;
    // The head of a table; a heading is not part of its own text.
    if (token.type === 'thead_open' || (token.type === 'heading_open' && id)) isLeftOut = true;
    if (token.type === 'thead_close' || token.type === 'heading_close') isLeftOut = false;
    if (token.type === 'inline' && !isLeftOut) current.text = searchable(`${current.text} ${textOf(token)}`);
  }
  return sections;
}

/** Without word joiners, which keep the ends of a range together. */
function searchable(text: string): string {
  return text.replaceAll('\u2060', '').replace(/\s+/g, ' ').trim();
}

/** The stemmer of each language: a search for "bayar" finds "pembayaran". */
const STEMMERS: Readonly<Record<Language, string>> = {
  id: '@orama/stemmers/indonesian',
  en: '@orama/stemmers/english',
};

/** The index of the pages, with the program that queries it: one script, loaded on the first search. */
export async function searchScript(language: Language, pages: readonly Page[]): Promise<string> {
  const { stemmer } = (await import(STEMMERS[language])) as { stemmer(word: string): string };
  const index = new MiniSearch(searchOptions(stemmer));
  index.addAll(pages.flatMap(sectionsOf).map((section, id) => ({ id, ...section })));
  return bundleScript({
    entry: 'search-index.ts',
    values: { index: JSON.stringify(index) },
    alias: { 'site-stemmer': STEMMERS[language] },
  });
}
