import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../paths.js';
import { redocly } from '../../redocly.js';
import { REDOC_OPTIONS } from '../files.js';

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

/** What is put in the place of what, and why. */
interface Change {
  why: string;
  from: RegExp;
  to: string;
}

const CHANGES: readonly Change[] = [
  { why: 'a module exports, a script sets a global', from: /export\{[^}]*\};?\s*$/, to: 'globalThis.redocInit=init;' },
  { why: 'a script has no import.meta; its worker is a blob', from: /import\.meta\.(dirname|url)/g, to: "''" },
  { why: 'its logo comes from a host of its maker', from: /https:\/\/cdn\.redoc\.ly\/[\w./-]+\.svg/g, to: 'data:,' },
  { why: 'a page has one main part, and the site has it', from: /=(\w+)\.main(?=`|\.withConfig)/g, to: '=$1.div' },
  {
    why: 'its words have keys, but no option to set them',
    from: /translate:\((\w+),(\w+)\)=>\(typeof \2==`string`/,
    to: 'translate:($1,$2)=>globalThis.redocWords?.[$1]||(typeof $2==`string`',
  },
  {
    why: 'it asks for its other words only where it knows that there are some',
    from: /useTranslationKeys:\(\)=>\[\]/,
    to: 'useTranslationKeys:()=>Object.keys(globalThis.redocWords||{})',
  },
  ...['One of:', 'Any of:', 'Enum:', 'Value:', 'Enum Value', 'non-empty', 'property name', 'link to'].map(
    wordWithoutKey,
  ),
  ...['Copy', 'Example', 'Response status', 'Collapse all', 'Expand all', 'collapse'].map(labelWithoutKey),
];

/** Of the words of Redoc's that have no key, the key is the word itself. */
function lookUp(word: string): string {
  return `(globalThis.redocWords?.[\`${word}\`]||\`${word}\`)`;
}

function wordWithoutKey(word: string): Change {
  const from = new RegExp(`\`${word}(\\*?| \\$\\{\\w+\\})\``, 'g');
  return { why: `it says “${word}” in no other language`, from, to: `(${lookUp(word)}+\`$1\`)` };
}

function labelWithoutKey(label: string): Change {
  const from = new RegExp(`"aria-label":\`${label}\``, 'g');
  return {
    why: `it says “${label}” to screen readers in no other language`,
    from,
    to: `"aria-label":${lookUp(label)}`,
  };
}

function moduleIn(html: string): string {
  const [, module] = /<script type="module">\s*(.*?)\s*const __redoc_definition = /s.exec(html) ?? [];
  if (!module) throw new Error('Redocly builds another page than it did: no <script type="module"> with a definition.');
  return module;
}

function classicScript(module: string): string {
  const program = CHANGES.reduce((text, { why, from, to }) => {
    if (text.search(from) < 0) throw new Error(`Redoc has changed: ${from} is not there any more, but ${why}.`);
    return text.replace(from, to);
  }, module);
  return `"use strict";${program}`;
}
