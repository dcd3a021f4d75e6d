import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { inject } from 'vitest';
import type { Search } from '../../browser/search-options.js';
import type { Language } from '../../src/languages.js';

/** The search of the built site, as its script runs in a page. @throws {Error} when the site has none */
export async function builtSearch(language: Language): Promise<Search> {
  const { folder, paths } = inject('site');
  const script = paths.find((path) => path.startsWith(`assets/search-${language}-`)) ?? '';
  const window = createContext({}) as { kgitonSearch?: Search };
  runInContext(await readFile(join(folder, script), 'utf8'), window);
  if (!window.kgitonSearch) throw new Error(`${script} defines no search.`);
  return window.kgitonSearch;
}
