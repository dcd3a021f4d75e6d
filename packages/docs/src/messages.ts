import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { I18N } from './files.js';
import type { Language } from './languages.js';

/** The messages of the site in one language, by dotted key: `search.open`. */
export class Messages {
  readonly #messages: unknown;

  constructor(messages: unknown) {
    this.#messages = messages;
  }

  /** @throws {Error} when there is no such message */
  get(key: string, values: Readonly<Record<string, string>> = {}): string {
    const message = this.#at(key);
    if (typeof message !== 'string') throw new Error(`packages/docs/i18n: expected a text at ${key}.`);
    return message.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  /** The messages below a key. @throws {Error} when there are none */
  group(key: string): Readonly<Record<string, string>> {
    const messages = this.#at(key);
    if (typeof messages !== 'object' || messages === null) {
      throw new Error(`packages/docs/i18n: expected messages at ${key}.`);
    }
    return messages as Record<string, string>;
  }

  #at(key: string): unknown {
    return key
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], this.#messages);
  }
}

export async function readMessages(language: Language): Promise<Messages> {
  return new Messages(parse(await readFile(join(I18N, `messages.${language}.yaml`), 'utf8')));
}
