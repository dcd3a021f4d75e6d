import { SITE } from './files.js';
import { makeSite, type SiteOptions } from './site.js';
import type { SiteFile } from './site-file.js';
import { writeSite } from './write-site.js';

/**
 * Builds the site into a folder, which then holds nothing else.
 *
 * @throws {Error} as {@link makeSite} does; the old site is still there then
 */
export async function buildSite(folder = SITE, options: SiteOptions = {}): Promise<SiteFile[]> {
  const files = await makeSite(options);
  await writeSite(folder, files);
  return files;
}
