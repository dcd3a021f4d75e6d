// The index of a language and the program that asks it. It is loaded when somebody searches.

import index from 'site:index';
import MiniSearch from 'minisearch';
import { stemmer } from 'site-stemmer';
import { searchOptions } from './search-options.js';

/** A part of a page that was found. */
export interface Found {
  href: string;
  page: string;
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

globalThis.kgitonSearch = (query) => {
  // A word and its stem are two ways to say one thing, so the words of the query are joined here.
  const queries = query
    .split(/[\s\p{P}]+/u)
    .filter(Boolean)
    .map((word) => ({ queries: [word], combineWith: 'OR' as const }));
  return search
    .search({ combineWith: 'AND', queries })
    .map(({ href, page, heading, text, terms }) => ({ href, page, heading, text, terms }));
};
