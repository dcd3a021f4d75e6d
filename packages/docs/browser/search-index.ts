// The index of a language, with the program that queries it. Loaded on the first search.

import index from 'site:index';
import MiniSearch, { type Query, type SearchOptions } from 'minisearch';
import { stemmer } from 'site-stemmer';
import { searchOptions, wordsOf } from './search-options.js';

/** A part of a page that matches. */
export interface Found {
  href: string;
  page: string;
  /** Of a row, what it is about. */
  heading: string;
  text: string;
  /** The matching words of the index. */
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
/** Weight of the parts of a name, relative to the whole name. */
const PART = 0.05;

/** Matches a word or its stem. */
const term = (word: string, options: SearchOptions = {}) => ({
  ...anyOf([word]),
  fields: TEXTS,
  tokenize: (text: string) => [text],
  ...options,
});

/** Matches the name of an operation once a good part of it is typed. */
const operation = (word: string) => term(word, { fields: ['operation'], fuzzy: false, prefix: word.length > 5 });

/** Matches a name, or all of its parts. */
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
