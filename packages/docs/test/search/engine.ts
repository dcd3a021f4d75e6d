import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { inject } from 'vitest';
import type { Search } from '../../browser/search-options.js';
import type { Language } from '../../src/languages.js';

/** The script that searches the built site. @throws {Error} when the site has none */
export async function scriptOf(language: Language): Promise<string> {
  const { folder, paths } = inject('site');
  const path = paths.find((one) => one.startsWith(`assets/search-${language}-`));
  if (!path) throw new Error(`The site has no search in ${language}.`);
  return readFile(join(folder, path), 'utf8');
}

/** The search of the built site, as its script runs in a page. @throws {Error} when the script defines none */
export async function builtSearch(language: Language): Promise<Search> {
  const window = createContext({}) as { kgitonSearch?: Search };
  runInContext(await scriptOf(language), window);
  if (!window.kgitonSearch) throw new Error(`The script in ${language} defines no search.`);
  return window.kgitonSearch;
}
