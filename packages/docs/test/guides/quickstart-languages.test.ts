// The quickstart shows each step in TypeScript, PHP and Python. What it says for PHP and Python is run here; TypeScript, by
// snippets.test.ts and test/end-to-end/first-steps.
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { describeWithInstalled, describeWithTools } from '../../../../test/support/describe-with-tools.js';
import { blocksIn, withPorts } from './pages.js';
import { installInto, type ReaderFolder, runInBash } from './shell.js';

const VENV = join(ROOT, 'packages/python/.venv/bin/python');

let sandbox: RunningSandbox;
let folder: ReaderFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  folder = await installInto(await mkdtemp(join(tmpdir(), 'kgiton-quickstart-')));
});
afterAll(async () => {
  await sandbox?.close();
  await folder?.[Symbol.asyncDispose]();
});

/** Saves the program of the quickstart and starts it as the tab of its language says. */
async function follow(language: 'php' | 'python', setUp = '') {
  const [program] = blocksIn(language, 'en').filter(({ place }) => place === 'quickstart#sdk');
  const commands = blocksIn('sh', 'en').filter(({ place }) => place.startsWith('quickstart#sdk'));
  const command = commands.find(({ code }) => code.startsWith(language))?.code ?? '';
  const [, file = ''] = /(quickstart\.\w+)/.exec(command) ?? [];
  const port = Number(new URL(sandbox.url).port);
  await folder.write(file, withPorts(program?.code ?? '', { sandbox: port, handler: 9 }));
  return runInBash(setUp + command, folder);
}

const isScanned = /^Scan http:\S+\.png before 20\S+ ?\S*\n$/;

test('the quickstart has the same tabs at each step', () => {
  const tabsOf = (section: string) =>
    blocksIn('sh', 'en')
      .filter(({ place, isMarked }) => place.startsWith(section) && isMarked)
      .map(({ code }) => /tsx|php|python/.exec(code)?.[0]);
  expect(tabsOf('quickstart#webhook')).toEqual(['tsx', 'php', 'python']);
  expect(tabsOf('quickstart#sdk')).toEqual(['tsx', 'php', 'python']);
});

const php = ['php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);'] as const;
describeWithTools('the quickstart in PHP', [[...php]], () => {
  test('creates a payment and prints where its QR code is, and until when it is valid', async () => {
    await mkdir(join(folder.path, 'vendor'));
    const autoload = join(ROOT, 'packages/php/tests/bootstrap.php');
    await folder.write('vendor/autoload.php', `<?php require '${autoload}';`);
    const { exitCode, output } = await follow('php');
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(isScanned);
  });
});

describeWithInstalled('the quickstart in Python', VENV, 'packages/python/tools/install.sh', () => {
  test('creates a payment and prints where its QR code is, and until when it is valid', async () => {
    const { exitCode, output } = await follow(
      'python',
      `export PATH="${join(VENV, '..')}:$PATH" PYTHONPATH="${join(ROOT, 'packages/python/src')}"\n`,
    );
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(isScanned);
  });
});
