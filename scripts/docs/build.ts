import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { DOCUMENT_YAML, ROOT } from '../paths.js';
import { redocly } from '../redocly.js';
import { documentForRedoc } from './document-for-redoc.js';
import { DOCS_PAGE, REDOC_OPTIONS, TEMPLATE, THEME } from './files.js';
import { selfContained } from './self-contained.js';

export interface BuildDocsOptions {
  /** The bundled OpenAPI document. @default packages/contract/openapi.yaml */
  document?: string;
  /** The file to write. @default packages/docs/dist/index.html */
  output?: string;
}

export interface BuiltDocs {
  path: string;
  bytes: number;
}

/**
 * Builds the reference page, one self-contained HTML file. A reader never sees half of it: the file is replaced at once.
 *
 * @throws {Error} with Redocly's own report, when the document cannot be drawn. The old page is still there then.
 */
export async function buildDocs(options: BuildDocsOptions = {}): Promise<BuiltDocs> {
  const path = resolve(options.output ?? DOCS_PAGE);
  const html = selfContained(await draw(resolve(options.document ?? DOCUMENT_YAML)));

  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, html);
  await rename(unfinished, path);
  return { path, bytes: Buffer.byteLength(html) };
}

async function draw(path: string): Promise<string> {
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
