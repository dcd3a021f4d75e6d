// The search as a script of a page. Loaded on the first search.

import { search } from './search-engine.js';
import type { Search } from './search-options.js';

declare global {
  var kgitonSearch: Search | undefined;
}

globalThis.kgitonSearch = search;
