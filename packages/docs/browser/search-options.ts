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
      // A slip in a long word; a short one would become another word (bayar, layar).
      fuzzy: (term) => (term.length > 6 ? 0.2 : false),
      boost: { page: 3, heading: 4 },
      // The control API is for tests, and says the same words many times.
      boostDocument: (_id, _term, stored) => (String(stored?.href).startsWith('sandbox-api') ? 0.4 : 1),
    },
  };
}
