import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { I18N } from './files.js';
import type { Language } from './languages.js';

/** The words of the site itself in one language, by dotted key: `search.open`. */
export class Words {
  readonly #words: unknown;

  constructor(words: unknown) {
    this.#words = words;
  }

  /** @throws {Error} when there is no such word */
  get(key: string, values: Readonly<Record<string, string>> = {}): string {
    const word = this.#at(key);
    if (typeof word !== 'string') throw new Error(`packages/docs/i18n: expected a text at ${key}.`);
    return word.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  /** The words below a key, for the browser. @throws {Error} when there are none */
  group(key: string): Readonly<Record<string, string>> {
    const words = this.#at(key);
    if (typeof words !== 'object' || words === null) throw new Error(`packages/docs/i18n: expected words at ${key}.`);
    return words as Record<string, string>;
  }

  #at(key: string): unknown {
    return key
      .split('.')
      .reduce<unknown>((words, name) => (words as Record<string, unknown> | undefined)?.[name], this.#words);
  }
}

export async function readWords(language: Language): Promise<Words> {
  return new Words(parse(await readFile(join(I18N, `messages.${language}.yaml`), 'utf8')));
}
