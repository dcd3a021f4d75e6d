import { createRequire } from 'node:module';
import { NOTICES } from './downloads.js';
import { thirdPartyLicenses } from './licenses.js';
import type { SiteFile } from './site-file.js';

/** Redoc's pages have its program in them, which comes with this package. */
const REDOC = createRequire(import.meta.url).resolve('@redocly/cli/package.json');

/** The licenses of what others have written and the site serves. @param modules the files that its scripts are made of */
export async function noticesFile(modules: readonly string[]): Promise<SiteFile> {
  const content = await thirdPartyLicenses('The scripts of this site contain', [...modules, REDOC]);
  return { path: NOTICES, content: content ?? '' };
}
