import MiniSearch from 'minisearch';
import { searchOptions } from '../../browser/search-options.js';
import { type Bundled, bundleScript } from '../bundle.js';
import type { Language } from '../languages.js';
import type { Page } from '../pages/page.js';
import { sectionsOf } from './sections.js';
import { readSearchWords } from './words.js';

/** The stemmer of each language: a search for "bayar" finds "pembayaran". */
const STEMMERS: Readonly<Record<Language, string>> = {
  id: '@orama/stemmers/indonesian',
  en: '@orama/stemmers/english',
};

/**
 * The index of the pages, with the program that queries it: one script, loaded on the first search, or an ES module that exports
 * `search`.
 */
export async function searchScript(
  language: Language,
  pages: readonly Page[],
  format: 'iife' | 'esm' = 'iife',
): Promise<Bundled> {
  const { stemmer } = (await import(STEMMERS[language])) as { stemmer(word: string): string };
  const words = await readSearchWords();
  const index = new MiniSearch(searchOptions(stemmer, new Set(words.stopWords)));
  index.addAll(pages.flatMap(sectionsOf).map((section, id) => ({ id, ...section })));
  return bundleScript({
    entry: { iife: 'search-index.ts', esm: 'search-engine.ts' }[format],
    format,
    values: { index: JSON.stringify(index), words },
    alias: { 'site-stemmer': STEMMERS[language] },
  });
}
