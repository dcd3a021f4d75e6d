import type { Term } from '../src/glossary.js';
import { fingerprint } from '../src/translation/catalogue.js';
import { glossaryProblems } from './glossary.js';

/** The messages of the site in one language, nested. A translation has the fingerprint of the English ones in `of`. */
export type SiteMessages = Readonly<Record<string, unknown>>;

/** Identifies a version of the English messages. */
export function messagesFingerprint(english: SiteMessages): string {
  return fingerprint(JSON.stringify(textsOf(english)));
}

/** What the Indonesian messages lack to be a complete translation of the English ones. */
export function messagesProblems(english: SiteMessages, indonesian: SiteMessages, glossary: readonly Term[]): string[] {
  const { of, ...translated } = indonesian;
  const [there, here] = [new Map(textsOf(english)), new Map(textsOf(translated))];
  const wanted = messagesFingerprint(english);
  const missing = [...there.keys()]
    .filter((key) => !here.get(key))
    .map((key) => `messages.id.yaml: ${key} is missing.`);
  const unknown = [...here.keys()]
    .filter((key) => !there.get(key))
    .map((key) => `messages.en.yaml: ${key} is missing.`);
  const terms = [...here].flatMap(([key, message]) =>
    glossaryProblems(message, glossary).map((problem) => `messages.id.yaml: ${key}: ${problem}`),
  );
  const stale = `messages.id.yaml translates another version of messages.en.yaml. Update it, then set of: "${wanted}".`;
  return [...missing, ...unknown, ...terms, ...(of === wanted ? [] : [stale])];
}

/** Each message by its dotted key. Anything but a text counts as empty. */
function textsOf(messages: object, prefix = ''): [key: string, message: string][] {
  return Object.entries(messages).flatMap(([name, message]): [string, string][] =>
    typeof message === 'object' && message !== null
      ? textsOf(message, `${prefix}${name}.`)
      : [[`${prefix}${name}`, typeof message === 'string' ? message.trim() : '']],
  );
}
