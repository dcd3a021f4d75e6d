import path from 'site:search';
import { loadedOnce, loadScript } from './dom.js';
import type { Search } from './search-index.js';

/** The index of the language. It comes when it is asked for: most pages are read without it. Rejects when it cannot. */
export const loadSearch = loadedOnce(async (): Promise<Search> => {
  await loadScript(path);
  if (!globalThis.kgitonSearch) throw new Error('The search did not start.');
  return globalThis.kgitonSearch;
});
