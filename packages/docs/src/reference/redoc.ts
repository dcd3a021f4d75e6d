import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { redocly } from '../../../../scripts/redocly.js';
import { REDOC_OPTIONS } from '../files.js';
import { classicScript } from './redoc-changes.js';

/**
 * Redoc's program, as one classic script that defines `redocInit`: pages on a file share cannot load modules. It comes out of
 * what `redocly build-docs` makes of a document, so that the version is that of the Redocly CLI.
 *
 * @param document path of a bundled document
 * @throws {Error} with Redocly's own report, when it cannot draw the document; or when Redoc has changed so that what is
 * mended here is not there any more
 */
export async function redocProgram(document: string): Promise<string> {
  return classicScript(await redocModule(document));
}

/** Redoc's program as it comes: a module that exports `hydrate` and `init`. @throws {Error} as {@link redocProgram} does */
export async function redocModule(document: string): Promise<string> {
  const staging = await mkdtemp(join(tmpdir(), 'kgiton-redoc-'));
  try {
    const page = join(staging, 'page.html');
    const args = ['build-docs', document, '--inlineBundle', `--config=${REDOC_OPTIONS}`, `--output=${page}`];
    const { exitCode, output } = await redocly(args, ROOT);
    if (exitCode !== 0) throw new Error(`Redocly cannot draw ${document}:\n\n${output}`);
    return moduleIn(await readFile(page, 'utf8'));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The options of Redoc, as packages/docs/redocly.yaml has them. */
export async function redocOptions(): Promise<object> {
  const { openapi } = parse(await readFile(REDOC_OPTIONS, 'utf8')) as { openapi: object };
  return { ...openapi, skipBundle: true, disableTelemetry: true };
}

function moduleIn(html: string): string {
  const [, module] = /<script type="module">\s*(.*?)\s*const __redoc_definition = /s.exec(html) ?? [];
  if (!module) throw new Error('Redocly builds another page than it did: no <script type="module"> with a definition.');
  return module;
}
