import { type Word, wordsOf } from './search-options.js';

/** A thing that a query asks for. */
export interface Concept {
  /** The words that were typed for it. None if only their sum means something, as in "timed out". */
  typed: Word[];
  /** The other ways to say it. */
  synonyms: readonly Word[][];
}

/** What a query is read with. */
export interface Language {
  stemmer(word: string): string;
  stopWords: ReadonlySet<string>;
  /** Groups of forms that mean the same. */
  synonyms: readonly (readonly string[])[];
  /** Whether the pages have this word. */
  isKnown(word: string): boolean;
}

/** No form has more words. */
const LONGEST_FORM = 4;

/** In a shorter word, another letter makes another word, as in "bayar" and "layar". */
export const SHORTEST_TYPO = 5;

/** Nobody types a longer word: it is a hash, a token or a QR text. The typos of one are as many as its letters. */
export const LONGEST_TYPO = 30;

/** Different words of a query that are looked for: whoever pastes a log asks about its beginning. */
export const MAX_WORDS = 50;

/** Reads queries: finds the synonyms in them, and leaves out the words that say nothing. */
export class QueryReader {
  readonly #language: Language;
  /** What means the same, by the stems of each form. */
  readonly #groups = new Map<string, readonly Word[][]>();

  constructor(language: Language) {
    this.#language = language;
    for (const group of language.synonyms) {
      // Without its stop words, "time out" would be "time". Such a form is understood, but not looked for.
      const forms = group.map(wordsOf).filter((words) => !words.some((word) => this.#isStopWord(word)));
      for (const form of group) {
        const key = this.#key(wordsOf(form));
        this.#groups.set(key, [...(this.#groups.get(key) ?? []), ...forms]);
      }
    }
  }

  /** The things that a query asks for, each once, in its order. */
  read(query: string): Concept[] {
    const words = this.#wordsOf(query);
    const concepts = new Map<string, Concept>();
    for (let at = 0; at < words.length; ) {
      const { length, ...concept } = this.#next(words.slice(at));
      if (concept.typed.length + concept.synonyms.length > 0)
        concepts.set(this.#key(words.slice(at, at + length)), concept);
      at += length;
    }
    return [...concepts.values()];
  }

  /** The words of a query up to {@link MAX_WORDS} different ones. */
  #wordsOf(query: string): Word[] {
    const words = wordsOf(query);
    const different = new Set<string>();
    const end = words.findIndex(({ whole }) => different.add(whole).size > MAX_WORDS);
    return words.slice(0, end < 0 ? undefined : end).flatMap((word) => this.#withoutAffix(word));
  }

  /** The concept that the words begin with, and how many of them belong to it. */
  #next(words: Word[]): Concept & { length: number } {
    for (let length = Math.min(LONGEST_FORM, words.length); length > 0; length--) {
      const typed = words.slice(0, length);
      const synonyms = this.#groups.get(this.#key(typed));
      if (synonyms) return { typed: typed.some((word) => this.#isStopWord(word)) ? [] : typed, synonyms, length };
      // "cek apakah pembayaran" has the form "cek pembayaran" in it.
      const inner = typed.filter((word, index) => index === 0 || index === length - 1 || !this.#isStopWord(word));
      const spread = inner.length < length ? this.#groups.get(this.#key(inner)) : undefined;
      if (spread) return { typed: inner, synonyms: spread, length };
    }
    const [first, second] = words as [Word, Word?];
    // "expiry minutes" is the name "expiry_minutes".
    const name = `${first.whole}_${second?.whole}`;
    if (second && this.#language.isKnown(name)) return { typed: wordsOf(name), synonyms: [], length: 2 };
    if (this.#isStopWord(first)) return { typed: [], synonyms: [], length: 1 };
    return { typed: [first], synonyms: this.#meantBy(first), length: 1 };
  }

  /** The synonyms of the form that a word with a typo stands for. */
  #meantBy({ whole }: Word): readonly Word[][] {
    if (whole.length < SHORTEST_TYPO || this.#language.isKnown(whole)) return [];
    const key = this.#key(wordsOf(whole));
    return [...this.#groups].find(([form]) => form.length >= SHORTEST_TYPO && isOneTypo(key, form))?.[1] ?? [];
  }

  /** "di-retry" and "API-nya" are words with an affix. Names are left alone. */
  #withoutAffix(word: Word): Word[] {
    const parts = word.parts.map((part) => ({ whole: part, parts: [part] }));
    const hasAffix = parts.length > 1 && parts.some((part) => this.#isStopWord(part));
    return hasAffix && !this.#language.isKnown(word.whole) ? parts : [word];
  }

  #isStopWord({ whole }: Word): boolean {
    return this.#language.stopWords.has(whole.toLowerCase());
  }

  #key(words: readonly Word[]): string {
    return words.map(({ whole }) => this.#language.stemmer(whole.toLowerCase())).join(' ');
  }
}

/** Whether one letter is missing, added, changed, or has changed places with the next one. */
export function isOneTypo(typed: string, meant: string): boolean {
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start++;
  const [there, here] = [typed.slice(start), meant.slice(start)];
  const isSwapped = there[0] === here[1] && there[1] === here[0] && there.slice(2) === here.slice(2);
  return isSwapped || [here, here.slice(1)].includes(there.slice(1)) || there === here.slice(1);
}
