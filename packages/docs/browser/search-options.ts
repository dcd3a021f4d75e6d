import type { Options } from 'minisearch';

/** How sections are put into the index, and found in it; the same for both. */
export function searchOptions(stemmer: (word: string) => string): Options {
  return {
    fields: ['page', 'heading', 'text'],
    storeFields: ['href', 'page', 'heading', 'text'],
    processTerm(term) {
      const word = term.toLowerCase();
      const stem = stemmer(word);
      return stem === word ? word : [word, stem];
    },
    searchOptions: {
      combineWith: 'AND',
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      boost: { page: 3, heading: 4 },
    },
  };
}
