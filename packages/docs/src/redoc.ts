import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'parse5';
import { cached } from './cache.js';
import { REDOC_OPTIONS, ROOT } from './files.js';
import { folderOf } from './languages.js';
import type { Locale } from './locale.js';
import { FAVICON } from './pages/icons.js';
import { contentHash } from './pages/layout.js';
import type { Reference } from './reference.js';
import type { SiteFile } from './site-file.js';

const require = createRequire(import.meta.url);
const { version } = require('@redocly/cli/package.json') as { version: string };
const cli = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js');
const TEMPLATE = join(import.meta.dirname, 'redoc.hbs');

/**
 * The page that `redocly build-docs` makes of the document of a reference: self-contained, and unchanged but for our template
 * around it.
 *
 * @throws {Error} with Redocly's own report, when it cannot draw the document
 */
export async function redocPage(reference: Reference, locale: Locale): Promise<SiteFile> {
  const { language } = locale;
  const document = JSON.stringify(reference.bundled(locale));
  const title = `${locale.messages.get(`${reference.messages}.title`)} · Redoc`;
  const back = locale.messages.get('reference-page.back');
  const inputs = [
    version,
    ...POLICY,
    document,
    title,
    back,
    await readFile(TEMPLATE, 'utf8'),
    await readFile(REDOC_OPTIONS, 'utf8'),
  ];
  // Redoc takes a second for each page, and most changes to the site do not change it.
  const content = await cached(`${reference.slug}-${language}`, inputs, async () => {
    const options = { title, lang: language, back, reference: `${reference.slug}.html`, favicon: FAVICON };
    return withPolicy(await buildDocs(document, options));
  });
  return { path: `${folderOf(language)}${reference.redoc}`, content };
}

/** Runs `redocly build-docs`. @throws {Error} with what it printed */
async function buildDocs(document: string, { title, ...options }: Readonly<Record<string, string>>): Promise<string> {
  const staging = await mkdtemp(join(tmpdir(), 'kgiton-redoc-'));
  const [input, output] = [join(staging, 'openapi.json'), join(staging, 'redoc.html')];
  try {
    await writeFile(input, document);
    await redocly([
      ...['build-docs', input, '--inlineBundle', `--config=${REDOC_OPTIONS}`, `--output=${output}`],
      ...[`--template=${TEMPLATE}`, `--title=${title}`],
      ...Object.entries(options).map(([name, value]) => `--templateOptions.${name}=${value}`),
    ]);
    return await readFile(output, 'utf8');
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function redocly(args: readonly string[]): Promise<void> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [cli, ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`Redocly cannot draw the document:\n\n${stdout}${stderr}`, { cause: error }));
      else resolve();
    });
  });
}

/** Nothing but inline content. Redoc would ask its maker for a logo, and searches in a worker. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
];

/** Allows the inline scripts of the page by their hashes. */
function withPolicy(page: string): string {
  const hashes = inlineScripts(parse(page)).map((script) => `'${contentHash(script)}'`);
  const policy = [...POLICY, `script-src ${[...new Set(hashes)].join(' ')}`].join('; ');
  return page.replace('CONTENT_SECURITY_POLICY', policy);
}

interface HtmlNode {
  nodeName: string;
  value?: string;
  childNodes?: readonly HtmlNode[];
}

function inlineScripts({ nodeName, childNodes = [] }: HtmlNode): string[] {
  if (nodeName === 'script') return childNodes.map(({ value = '' }) => value);
  return childNodes.flatMap(inlineScripts);
}
