import MiniSearch from 'minisearch';
import { searchOptions } from '../../browser/search-options.js';
import { bundleScript } from '../bundle.js';
import type { Language } from '../languages.js';
import type { Section } from './sections.js';

/** The stemmer of each language: who looks for "bayar" finds "pembayaran". */
const STEMMERS: Readonly<Record<Language, string>> = {
  id: '@orama/stemmers/indonesian',
  en: '@orama/stemmers/english',
};

/** The index of a language, with the program that asks it: one script, which is loaded when somebody searches. */
export async function indexProgram(language: Language, sections: readonly Section[]): Promise<string> {
  const { stemmer } = (await import(STEMMERS[language])) as { stemmer(word: string): string };
  const index = new MiniSearch(searchOptions(stemmer));
  index.addAll(sections.map((section, id) => ({ id, ...section })));
  return bundleScript({
    entry: 'search-index.ts',
    values: { index: JSON.stringify(index) },
    alias: { 'site-stemmer': STEMMERS[language] },
  });
}
