// The index of a language and the program that asks it. It is loaded when somebody searches.

import index from 'site:index';
import MiniSearch, { type Query, type SearchOptions } from 'minisearch';
import { stemmer } from 'site-stemmer';
import { searchOptions, wordsOf } from './search-options.js';

/** A part of a page that was found. */
export interface Found {
  href: string;
  page: string;
  /** Of a row, what it is about. */
  heading: string;
  text: string;
  /** The words of the index that fitted. */
  terms: string[];
}

export type Search = (query: string) => Found[];

declare global {
  var kgitonSearch: Search | undefined;
}

const search = MiniSearch.loadJSON(index, searchOptions(stemmer));

const anyOf = (queries: Query[]) => ({ combineWith: 'OR' as const, queries });
const allOf = (queries: Query[]) => ({ combineWith: 'AND' as const, queries });
const TEXTS = ['page', 'heading', 'text'];
/** How much the parts of a name count, beside the name as a whole. */
const PART = 0.05;

/** A word and its stem are two ways to say one thing. */
const term = (word: string, options: SearchOptions = {}) => ({
  ...anyOf([word]),
  fields: TEXTS,
  tokenize: (text: string) => [text],
  ...options,
});

/** The name of an operation, of which a good part is typed. */
const operation = (word: string) => term(word, { fields: ['operation'], fuzzy: false, prefix: word.length > 5 });

/** A name, or else all of its parts. */
const nameOrParts = (whole: string, parts: readonly string[]) =>
  anyOf([
    term(whole, { fields: ['name', ...TEXTS] }),
    allOf(parts.map((part) => term(part, { boostTerm: () => PART }))),
  ]);

globalThis.kgitonSearch = (query) => {
  const queries = wordsOf(query).map(({ whole, parts }) =>
    parts.length > 1 ? nameOrParts(whole, parts) : anyOf([term(whole), operation(whole)]),
  );
  return search
    .search(allOf(queries))
    .map(({ href, page, heading, name, text, terms }) => ({ href, page, heading: heading || name, text, terms }));
};
