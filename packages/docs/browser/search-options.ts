import type { Options } from 'minisearch';

/** What holds a name together, such as `expiry_minutes`, `items[].price`, `payment.success` or `X-KGiTON-Signature`. */
const JOINTS = /[\p{P}\p{S}]+/u;

/** What stands between the thousands of a number: programs write none. */
const THOUSANDS = /(?<=\d)[.,](?=\d{3}(?!\d))/g;

/** The words of a text. A name is found as a whole, before all else, and by each of its parts. */
export function wordsOf(text: string): { whole: string; parts: string[] }[] {
  return text.split(/\s+/).flatMap((word) => {
    const whole = word.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, '');
    return whole === '' ? [] : [{ whole, parts: whole.split(JOINTS) }];
  });
}

type Word = ReturnType<typeof wordsOf>[number];

const waysToSay = ({ whole, parts }: Word) => (parts.length > 1 ? [whole, ...parts] : [whole]);
/** A property of a property is known by its own name, too. */
const waysToName = ({ whole }: Word) => [...new Set([whole, whole.slice(whole.lastIndexOf('.') + 1)])];

/** How sections are put into the index, and found in it; the same for both. */
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
      // A slip in a long word; a short one would become another word (bayar, layar).
      fuzzy: (term) => (term.length > 6 ? 0.2 : false),
      boost: { page: 3, heading: 4, name: 20, operation: 20 },
      boostDocument: (_id, _term, stored) => weightOf(stored ?? {}),
    },
  };
}

/** A row is found by its name; for other words, the parts of a page say more. */
const ROW = 0.5;
/** The control API is for tests, and says the same words many times. */
const CONTROL_API = 0.4;

function weightOf({ href, name }: Record<string, unknown>): number {
  return (name ? ROW : 1) * (String(href).startsWith('sandbox-api') ? CONTROL_API : 1);
}
