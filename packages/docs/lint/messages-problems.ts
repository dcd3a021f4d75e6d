import { fingerprint } from '../src/translation/fingerprint.js';
import { glossaryProblems, type Term } from './glossary.js';

/** The words of the site in one language, nested, and of a translation the fingerprint of what it translates. */
export type SiteMessages = Readonly<Record<string, unknown>>;

/** What tells one version of the English words from another. Redoc's are not ours. */
export function messagesFingerprint(english: SiteMessages): string {
  return fingerprint(JSON.stringify(textsOf({ ...english, redoc: {} })));
}

/** What keeps the Indonesian words from being a whole translation of the English ones, in sentences. */
export function messagesProblems(english: SiteMessages, indonesian: SiteMessages, glossary: readonly Term[]): string[] {
  const { of, ...translated } = indonesian;
  const [there, here] = [english, translated].map((words) => new Map(textsOf({ ...words, redoc: {} })));
  const wanted = messagesFingerprint(english);
  const missing = [...(there ?? [])]
    .filter(([key]) => !here?.get(key))
    .map(([key]) => `messages.id.yaml: ${key} is missing.`);
  const unknown = [...(here ?? [])]
    .filter(([key]) => !there?.get(key))
    .map(([key]) => `messages.en.yaml: ${key} is missing.`);
  const terms = textsOf(translated).flatMap(([key, word]) =>
    glossaryProblems(word, glossary).map((problem) => `messages.id.yaml: ${key}: ${problem}`),
  );
  const stale = `messages.id.yaml translates another messages.en.yaml. Bring it up to date, then set of: "${wanted}".`;
  return [...missing, ...unknown, ...terms, ...(of === wanted ? [] : [stale])];
}

/** Each word by its dotted key; what is no text is empty. */
function textsOf(words: object, prefix = ''): [key: string, word: string][] {
  return Object.entries(words).flatMap(([name, word]): [string, string][] =>
    typeof word === 'object' && word !== null
      ? textsOf(word, `${prefix}${name}.`)
      : [[`${prefix}${name}`, typeof word === 'string' ? word.trim() : '']],
  );
}
