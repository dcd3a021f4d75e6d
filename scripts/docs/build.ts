import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../paths.js';
import { redocly } from '../redocly.js';
import { documentForRedoc } from './document-for-redoc.js';
import { PAGES, REDOC_OPTIONS, SITE, type SitePage, TEMPLATE, THEME } from './files.js';
import { selfContained } from './self-contained.js';

export interface BuiltDocs {
  path: string;
  bytes: number;
}

/** Builds every page of the site into a folder. @throws {Error} as {@link buildPage} does */
export function buildSite(folder = SITE): Promise<BuiltDocs[]> {
  return Promise.all(PAGES.map((page) => buildPage(page, folder)));
}

/**
 * Builds a page, one self-contained HTML file. A reader never sees half of it: the file is replaced at once.
 *
 * @throws {Error} with Redocly's own report, when the document cannot be drawn. The old page is still there then.
 */
export async function buildPage(page: SitePage, folder: string): Promise<BuiltDocs> {
  const path = resolve(folder, page.file);
  const html = selfContained(await draw(page));

  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, html);
  await rename(unfinished, path);
  return { path, bytes: Buffer.byteLength(html) };
}

async function draw({ document: path, file }: SitePage): Promise<string> {
  const document = documentForRedoc(parse(await readFile(path, 'utf8')));
  const theme = await readFile(THEME, 'utf8');
  const staging = await mkdtemp(join(tmpdir(), 'kgiton-docs-'));
  try {
    const input = join(staging, 'openapi.json');
    const page = join(staging, 'index.html');
    await writeFile(input, JSON.stringify(document));
    const { exitCode, output } = await redocly(
      [
        'build-docs',
        input,
        '--inlineBundle',
        `--config=${REDOC_OPTIONS}`,
        `--template=${TEMPLATE}`,
        `--templateOptions.description=${document.info.summary}`,
        `--templateOptions.theme=${theme}`,
        `--templateOptions.pages=${linksTo(file)}`,
        `--output=${page}`,
      ],
      ROOT,
    );
    if (exitCode !== 0) throw new Error(`Redocly cannot draw ${path}:\n\n${output}`);
    return await readFile(page, 'utf8');
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The links from one page of the site to all. */
function linksTo(current: string): string {
  const links = PAGES.map(({ file, name }) => {
    const here = file === current ? ' aria-current="page"' : '';
    return `<a href="${file}"${here}>${name}</a>`;
  });
  return links.join('');
}
