import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { startConformanceServer } from './server.js';

const PACKAGE = join(ROOT, 'packages/python');
const BIN = join(PACKAGE, '.venv/bin');

/** With the examples, which have no configuration of their own. */
const RUFF = [
  '--no-cache',
  '--config=pyproject.toml',
  '.',
  ...['django-shop', 'fastapi-shop'].map((name) => join(ROOT, 'examples', name)),
];

describeWithInstalled('the Python package', join(BIN, 'pytest'), 'packages/python/tools/install.sh', () => {
  test('passes its suite: the conformance table, the vectors, and the sandbox', { timeout: 300_000 }, async () => {
    await using server = await startConformanceServer();
    const sandbox = await startSandbox({ port: 0 });
    try {
      const urls = { KGITON_CONFORMANCE_URL: server.url, KGITON_SANDBOX_URL: sandbox.url };
      const { exitCode, output } = await run(join(BIN, 'pytest'), ['--quiet'], PACKAGE, urls, 270_000);
      expect(exitCode, output).toBe(0);
      // Not even one is skipped.
      expect(output).toMatch(/^\d+ passed in/m);
    } finally {
      await sandbox.close();
    }
  });

  test.each([
    ['the format of ruff', ['ruff', 'format', '--check', ...RUFF]],
    ['the rules of ruff', ['ruff', 'check', ...RUFF]],
    ['the types of mypy, strictly', ['mypy', `--cache-dir=${join(PACKAGE, '.venv/cache/own')}`]],
    ['the language of Python 3.9', ['vermin', '--quiet', '--target=3.9-', '--eval-annotations', '--violations', 'src']],
  ] as const)('keeps to %s', { timeout: 300_000 }, async (_name, [program, ...args]) => {
    const { exitCode, output } = await run(join(BIN, program), args, PACKAGE, {}, 270_000);
    expect(exitCode, output).toBe(0);
  });
});
