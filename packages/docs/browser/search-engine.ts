// The index of a language, with the program that queries it. Pages and packages/mcp share it.

import index from 'site:index';
import { stopWords as listed, synonyms } from 'site:words';
import MiniSearch, { type Query, type SearchOptions } from 'minisearch';
import { stemmer } from 'site-stemmer';
import { type Concept, LONGEST_TYPO, QueryReader, SHORTEST_TYPO } from './search-concepts.js';
import { BOOST, type Found, isControlApi, type Search, searchOptions, type Word } from './search-options.js';

/** How well a section matches a concept, or a query. */
interface Match {
  score: number;
  terms: string[];
}

/** Weight of the parts of a name, relative to the whole name. */
const PART = 0.6;
/** Weight of a synonym, relative to the word that was typed. */
const SYNONYM = 0.7;
/** Weight of the name of a row or an operation, when that is what is asked for. */
const EXACT = 20;
/** A section mentions a concept in passing when it matches less than this part of the best match. */
const IN_PASSING = 0.1;
/** Repeats the words of every question. */
const LAST = 'changelog.html#changes';

const stopWords = new Set(listed);
const sections = MiniSearch.loadJSON(index, searchOptions(stemmer, stopWords));
const reader = new QueryReader({ stemmer, stopWords, synonyms, isKnown });

const anyOf = (queries: Query[]) => ({ combineWith: 'OR' as const, queries });
const allOf = (queries: Query[]) => ({ combineWith: 'AND' as const, queries });

/** Matches a word or its stem. */
const term = (word: string, options: SearchOptions = {}) => ({
  ...anyOf([word]),
  tokenize: (text: string) => [text],
  ...options,
});

const known = new Map<string, boolean>();

function isKnown(word: string): boolean {
  const isThere = known.get(word) ?? sections.search(term(word)).length > 0;
  known.set(word, isThere);
  return isThere;
}

/** Matches a name or all of its parts; a word, else what begins with it, else what it is a typo of. */
function wordQuery({ whole, parts }: Word, options: SearchOptions): Query {
  if (parts.length > 1) {
    const eachPart = parts.map((part) => term(part, { boostTerm: () => PART }));
    return anyOf([term(whole, { ...options, prefix: true }), allOf(eachPart)]);
  }
  if (isKnown(whole) || whole.length < 2) return term(whole, options);
  const beginning = term(whole, { ...options, prefix: true });
  const mayBeTypo = whole.length >= SHORTEST_TYPO && whole.length <= LONGEST_TYPO;
  if (!mayBeTypo || sections.search(beginning).length > 0) return beginning;
  return anyOf([whole, ...swaps(whole)].map((typo) => term(typo, { ...options, fuzzy: 1 })));
}

/** The word with each two neighbours exchanged: that is two changes to MiniSearch, and one slip to a hand. */
const swaps = (word: string) =>
  [...word].slice(1).map((letter, at) => word.slice(0, at) + letter + word[at] + word.slice(at + 2));

/** The sections that match a concept, by the best of its forms. */
function matchesOf({ typed, synonyms }: Concept, options: SearchOptions): Map<number, Match> {
  const best = new Map<number, Match>();
  const add = (words: readonly Word[], weight: number, wordOptions: SearchOptions = {}) => {
    for (const { id, score, terms } of sections.search(allOf(words.map((word) => wordQuery(word, wordOptions))))) {
      const before = best.get(id);
      best.set(id, {
        score: Math.max(weight * score, before?.score ?? 0),
        terms: [...(before?.terms ?? []), ...terms],
      });
    }
  };
  if (typed.length > 0) add(typed, 1, options);
  for (const words of synonyms) if (words.every(({ whole }) => isKnown(whole))) add(words, SYNONYM);
  return best;
}

/** A name, an error's status, or the only thing that is asked for: then what has this name comes first. */
const isLookup = ({ typed }: Concept, count: number) =>
  count === 1 || typed.some(({ whole, parts }) => parts.length > 1 || /^\d{3}$/.test(whole));

export const search: Search = (query) => {
  const concepts = reader.read(query);
  const found = new Map<number, Match & { inFull: number; inPassing: number }>();
  for (const concept of concepts) {
    const exact = isLookup(concept, concepts.length) ? { name: EXACT, alias: EXACT } : {};
    const matches = matchesOf(concept, { boost: { ...BOOST, ...exact } });
    const best = Math.max(...[...matches.values()].map(({ score }) => score));
    // What few sections speak of says more about the question.
    const rarity = Math.log(1 + sections.documentCount / matches.size);
    for (const [id, { score, terms }] of matches) {
      const { score: others = 0, inFull = 0, inPassing = 0, terms: before = [] } = found.get(id) ?? {};
      const isFull = score / best >= IN_PASSING;
      found.set(id, {
        score: others + (rarity * score) / best,
        inFull: inFull + (isFull ? 1 : 0),
        inPassing: inPassing + (isFull ? 0 : 1),
        terms: [...before, ...terms],
      });
    }
  }
  return [...found]
    .map(([id, { score, inFull, inPassing, terms }]) => {
      const { href, page, heading, name, text } = sections.getStoredFields(id) as Record<keyof Found | 'name', string>;
      const isComplete = inFull === concepts.length && !isControlApi(href);
      return {
        // First what matches all concepts, then what matches any: the more, the better.
        order: [href === LAST ? 1 : 0, isComplete ? 0 : 1, -score * (inFull + inPassing / 2)] as const,
        found: { href, page, heading: heading || name, text, terms: [...new Set(terms)] },
      };
    })
    .sort(({ order: a }, { order: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
    .map((one) => one.found);
};
