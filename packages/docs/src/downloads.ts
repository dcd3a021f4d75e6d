import { CONTRACT, CONTROL } from './files.js';

/** A file at the root of the site, for pages of every language. */
interface Download {
  path: string;
  /** The message `files.<name>` describes it. */
  holds: 'contract' | 'control' | 'postman';
  /** The file that it is a copy of. @default it is made of the contract */
  from?: string;
}

/** The licenses of libraries in the scripts of the site. */
export const NOTICES = 'third-party-notices.txt';

export const DOWNLOADS: readonly Download[] = [
  { path: 'openapi.yaml', holds: 'contract', from: CONTRACT.replace(/json$/, 'yaml') },
  { path: 'openapi.json', holds: 'contract', from: CONTRACT },
  { path: 'openapi-3.0.yaml', holds: 'contract', from: CONTRACT.replace(/\.json$/, '-3.0.yaml') },
  { path: 'sandbox-openapi.yaml', holds: 'control', from: CONTROL.replace(/json$/, 'yaml') },
  { path: 'sandbox-openapi.json', holds: 'control', from: CONTROL },
  { path: 'kgiton.postman_collection.json', holds: 'postman' },
];
