import type { Options } from 'minisearch';

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

/** The characters that join the parts of a name, such as `expiry_minutes`, `items[].price` or `X-KGiTON-Signature`. */
const JOINTS = /[\p{P}\p{S}]+/u;

/** Separators of thousands, which programs do not write. */
const THOUSANDS = /(?<=\d)[.,](?=\d{3}(?!\d))/g;

export interface Word {
  whole: string;
  parts: string[];
}

/** The words of a text. A name matches as a whole first, then by its parts. */
export function wordsOf(text: string): Word[] {
  return text.split(/\s+/).flatMap((word) => {
    const whole = word.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '');
    return whole === '' ? [] : [{ whole, parts: whole.split(JOINTS) }];
  });
}

const waysToSay = ({ whole, parts }: Word) => (parts.length > 1 ? [whole, ...parts] : [whole]);
/** A nested property matches by its own name, too. */
const waysToName = ({ whole }: Word) => [...new Set([whole, whole.slice(whole.lastIndexOf('.') + 1)])];
/** Of the fields that hold names only. */
const WAYS: Readonly<Record<string, (word: Word) => string[]>> = { name: waysToName, code: ({ whole }) => [whole] };

/** The weight of each part of a section. */
export const BOOST = { page: 3, heading: 4, name: 4, alias: 4, words: 4, code: 2, text: 1 };

/** The options of the index; the same for building and for querying it. */
export function searchOptions(stemmer: (word: string) => string, stopWords: ReadonlySet<string>): Options {
  return {
    fields: Object.keys(BOOST),
    storeFields: ['href', 'page', 'heading', 'name', 'alias', 'text'],
    tokenize: (text, field) => wordsOf(text).flatMap(WAYS[field ?? ''] ?? waysToSay),
    processTerm(term) {
      const word = term.toLowerCase();
      if (stopWords.has(word)) return null;
      if (JOINTS.test(word)) return [...new Set([word, word.replace(THOUSANDS, '')])];
      const stem = stemmer(word);
      return stem === word ? word : [word, stem];
    },
    searchOptions: {
      boost: BOOST,
      boostDocument: (_id, _term, stored) => weightOf(stored ?? {}),
    },
  };
}

/** Rows of properties are looked up by name. For other words, whole sections are better results. */
const ROW = 0.5;
/** An operation of a reference says everything about itself, and so a little about each question. */
const REFERENCE = 0.5;
/** The control API is for tests, and repeats the same words many times. It never comes before a guide for having them all. */
const CONTROL_API = 0.25;

export const isControlApi = (href: unknown) => String(href).startsWith('sandbox-api');

function weightOf({ href, name, alias }: Record<string, unknown>): number {
  if (isControlApi(href)) return CONTROL_API;
  if (String(href).startsWith('reference')) return REFERENCE;
  return name && !alias ? ROW : 1;
}
