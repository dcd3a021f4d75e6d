import path from 'site:search';
import { loadScript } from './dom.js';
import type { Search } from './search-index.js';

let loading: Promise<Search> | undefined;

/** The index of the language. It comes when it is asked for: most pages are read without it. Rejects when it cannot. */
export function loadSearch(): Promise<Search> {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<Search> {
  await loadScript(path);
  if (!globalThis.kgitonSearch) throw new Error('The search did not start.');
  return globalThis.kgitonSearch;
}
