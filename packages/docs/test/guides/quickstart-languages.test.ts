// The quickstart shows each step in five languages. What it says for PHP, Python, Go and Java is run here; TypeScript, by
// snippets.test.ts and test/end-to-end/first-steps.
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { javaClassPath } from '../../../../scripts/bench/java.js';
import { ROOT } from '../../../../scripts/paths.js';
import { describeWithInstalled, describeWithTools } from '../../../../test/support/describe-with-tools.js';
import { blocksIn, pages, withPorts } from './pages.js';
import { installInto, type ReaderFolder, runInBash } from './shell.js';

const PREPARING = 240_000; // Go compiles its standard library the first time

const SUFFIXES = { php: 'php', python: 'py', go: 'go', java: 'java' };

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

type Code = 'php' | 'python' | 'go' | 'java';

/** How the commands of a language start. */
const COMMANDS: Record<Code, string> = { php: 'php', python: 'python3', go: 'go', java: 'mvn' };

/** Saves the program of the quickstart as its text says, and starts it as the tab of its language says. */
async function follow(language: Code, setUp = '') {
  const [program] = blocksIn(language, 'en').filter(({ place }) => place === 'quickstart#sdk');
  const commands = blocksIn('sh', 'en').filter(({ place }) => place.startsWith('quickstart#sdk'));
  const command = commands.find(({ code }) => code.startsWith(COMMANDS[language]))?.code ?? '';
  const text = pages.find((page) => page.slug === 'quickstart' && page.language === 'en')?.markdown ?? '';
  const [, file = ''] = new RegExp(`\`(\\S*quickstart\\.${SUFFIXES[language]})\``, 'i').exec(text) ?? [];
  const port = Number(new URL(sandbox.url).port);
  await mkdir(dirname(join(folder.path, file)), { recursive: true });
  await folder.write(file, withPorts(program?.code ?? '', { sandbox: port, handler: 9 }));
  return runInBash(setUp + command, folder, PREPARING);
}

const isScanned = /^Scan http:\S+\.png before 20\S+ ?\S*\n$/;

test('the quickstart has the same tabs at each step', () => {
  const tabsOf = (section: string) =>
    blocksIn('sh', 'en')
      .filter(({ place, isMarked }) => place.startsWith(section) && isMarked)
      .map(({ code }) => /\b(?:tsx|php|python3|go|java)\b/.exec(code)?.[0]);
  expect(tabsOf('quickstart#webhook')).toEqual(['tsx', 'php', 'python3', 'go', 'java']);
  expect(tabsOf('quickstart#sdk')).toEqual(['tsx', 'php', 'python3', 'go', 'java']);
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

describeWithTools('the quickstart in Go', [['go', 'version']], () => {
  test('creates a payment and says where its code is, and until when', { timeout: PREPARING }, async () => {
    const module = 'github.com/kgiton/kgiton-go/v2';
    const place = join(ROOT, 'packages/go');
    await folder.write(
      'go.mod',
      `module quickstart\n\ngo 1.19\n\nrequire ${module} v2.0.0\nreplace ${module} => ${place}\n`,
    );
    // The folder vendor is Composer's here.
    const { exitCode, output } = await follow('go', 'export GOTOOLCHAIN=local GOPROXY=off GOFLAGS=-mod=readonly\n');
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/^Scan http:\S+\.png before 20\S+ \S+ \+0000 UTC\n$/);
  });
});

const CLASSES = join(ROOT, 'packages/java/target/classes');
describeWithInstalled('the quickstart in Java', CLASSES, 'packages/java/tools/install.sh', () => {
  test('creates a payment and says where its code is, and until when', { timeout: PREPARING }, async () => {
    // In the place of Maven, whose plugin is not installed: the class that the command names.
    const maven = `mvn() { java -cp '${await javaClassPath()}' "src/main/java/\${3#*=}.java"; }\n`;
    const { exitCode, output } = await follow('java', maven);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(isScanned);
  });
});
