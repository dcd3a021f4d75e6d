import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { redocly } from '../../../../scripts/redocly.js';
import { readDocument, requestsOf, withoutReferences } from '../../src/document.js';
import { CONTROL } from '../../src/files.js';
import { pages } from './pages.js';

const run = promisify(execFile);
const SANDBOX = join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js');

/** What stands between single backticks in the text of the guides, in any language; the changelog tells of the past. */
const inlineCode = [
  ...new Set(
    pages
      .filter(({ slug }) => slug !== 'changelog')
      .flatMap(({ markdown }) => {
        const text = markdown.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
        return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
      }),
  ),
];

const found = (pattern: RegExp) =>
  inlineCode.flatMap((code) => [...code.matchAll(pattern)].map(([, part = '']) => part));
const scriptsOf = async (folder: string) =>
  Object.keys(JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8')).scripts);

test('every npm script that the guides mention exists', async () => {
  const named = found(/\bnpm (?:run )?(?!ci\b|install\b)([\w:-]+)/g);
  expect(named).not.toEqual([]);
  expect(await scriptsOf('.')).toEqual(expect.arrayContaining(named));
  const [shop = ''] = found(/^(examples\/\S+)$/g);
  expect(await scriptsOf(shop)).toEqual(expect.arrayContaining(['start', 'demo']));
});

test('every control API operation that the guides mention is in its document', async () => {
  const control = await withoutReferences(await readDocument(CONTROL));
  const operations = requestsOf(control).map(({ method, address }) => `${method} ${address}`);
  const named = found(/^([A-Z]+ \/_sandbox\/\S+)$/g);
  expect(named).not.toEqual([]);
  expect(operations).toEqual(expect.arrayContaining(named));
  await using sandbox = createSandbox();
  for (const address of found(/^(\/_sandbox\/\S+)$/g)) {
    expect((await sandbox.fetch(`http://localhost:4020${address}`)).status).toBe(200);
  }
});

test('every option that the guides mention is in the help of its command', async () => {
  const named = found(/^(--[\w-]+)(?: .*)?$/g);
  expect(named).not.toEqual([]);
  const helps = await Promise.all([
    ...[[], ['trigger'], ['check-webhook']].map((command) => run(process.execPath, [SANDBOX, ...command, '--help'])),
    redocly(['generate-client', '--help'], ROOT).then(({ output }) => ({ stdout: output })),
  ]);
  const known = new Set(helps.flatMap(({ stdout }) => stdout.match(/--[\w-]+/g)));
  expect(named.filter((option) => !known.has(option))).toEqual([]);
});
