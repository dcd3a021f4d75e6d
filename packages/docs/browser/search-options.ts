import type { Options } from 'minisearch';

/** The characters that join the parts of a name, such as `expiry_minutes`, `items[].price` or `X-KGiTON-Signature`. */
const JOINTS = /[\p{P}\p{S}]+/u;

/** Separators of thousands, which programs do not write. */
const THOUSANDS = /(?<=\d)[.,](?=\d{3}(?!\d))/g;

/** The words of a text. A name matches as a whole first, then by its parts. */
export function wordsOf(text: string): { whole: string; parts: string[] }[] {
  return text.split(/\s+/).flatMap((word) => {
    const whole = word.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '');
    return whole === '' ? [] : [{ whole, parts: whole.split(JOINTS) }];
  });
}

type Word = ReturnType<typeof wordsOf>[number];

const waysToSay = ({ whole, parts }: Word) => (parts.length > 1 ? [whole, ...parts] : [whole]);
/** A nested property matches by its own name, too. */
const waysToName = ({ whole }: Word) => [...new Set([whole, whole.slice(whole.lastIndexOf('.') + 1)])];

/** The options of the index; the same for building and for querying it. */
export function searchOptions(stemmer: (word: string) => string): Options {
  return {
    fields: ['page', 'heading', 'name', 'operation', 'text'],
    storeFields: ['href', 'page', 'heading', 'name', 'text'],
    tokenize: (text, field) => wordsOf(text).flatMap(field === 'name' ? waysToName : waysToSay),
    processTerm(term) {
      const word = term.toLowerCase();
      if (JOINTS.test(word)) return [...new Set([word, word.replace(THOUSANDS, '')])];
      const stem = stemmer(word);
      return stem === word ? word : [word, stem];
    },
    searchOptions: {
      combineWith: 'AND',
      prefix: true,
      // Tolerates typos in long words. In a short one they make another word (bayar, layar).
      fuzzy: (term) => (term.length > 6 ? 0.2 : false),
      boost: { page: 3, heading: 4, name: 20, operation: 20 },
      boostDocument: (_id, _term, stored) => weightOf(stored ?? {}),
    },
  };
}

/** Rows are looked up by name. For other words, whole sections are better results. */
const ROW = 0.5;
/** The control API is for tests, and repeats the same words many times. */
const CONTROL_API = 0.4;

function weightOf({ href, name }: Record<string, unknown>): number {
  return (name ? ROW : 1) * (String(href).startsWith('sandbox-api') ? CONTROL_API : 1);
}
