import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redocModule } from '../../../packages/docs/src/reference/redoc.js';
import { DOCUMENT_YAML, ROOT } from '../../paths.js';
import { redocly } from '../../redocly.js';

/** Where Redoc's default page imports its program from. */
const CDN_SCRIPT = /https:\/\/cdn\.redoc(ly\.com|\.ly)\/[\w./-]+\.standalone\.js/g;

/**
 * What `redocly build-docs` makes of the contract by default, as `redoc.html` in a folder. The program that it imports
 * from a CDN stands beside it: nearer than any CDN is.
 */
export async function buildRedocPage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const page = join(folder, 'redoc.html');
  const { exitCode, output } = await redocly(['build-docs', DOCUMENT_YAML, `--output=${page}`], ROOT);
  if (exitCode !== 0) throw new Error(output);
  const html = await readFile(page, 'utf8');
  if (html.search(CDN_SCRIPT) < 0)
    throw new Error('The default page of Redoc imports no program from its CDN any more.');
  await writeFile(page, html.replace(CDN_SCRIPT, './redoc.js'));
  await writeFile(join(folder, 'redoc.js'), await redocModule(DOCUMENT_YAML));
}
