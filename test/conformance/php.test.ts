import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled, describeWithTools } from '../support/describe-with-tools.js';
import { startConformanceServer } from './server.js';

const TOOLS: [string, ...string[]][] = [
  ['php', '-r', 'exit(PHP_VERSION_ID >= 80100 && extension_loaded("curl") ? 0 : 1);'],
  ['phpunit', '--version'],
];

const PACKAGE = join(ROOT, 'packages/php');
const FIXER = join(PACKAGE, 'tools/php-cs-fixer.phar');
/** Debian's: a program of PHP. */
const PHPUNIT = '/usr/bin/phpunit';

describeWithInstalled('the format of the PHP package', FIXER, 'packages/php/tools/install.sh', () => {
  test('is that of PHP-CS-Fixer', { timeout: 180_000 }, async () => {
    const args = [FIXER, 'fix', '--dry-run', '--diff', '--show-progress=none'];
    const { exitCode, output } = await run('php', args, PACKAGE, {}, 150_000);
    expect(exitCode, output).toBe(0);
  });
});

/** Runs the suite with the conformance table, the vectors, and a sandbox. */
async function runSuite(program: string, args: string[]): Promise<void> {
  await using server = await startConformanceServer();
  const sandbox = await startSandbox({ port: 0 });
  try {
    const environment = { KGITON_CONFORMANCE_URL: server.url, KGITON_SANDBOX_URL: sandbox.url };
    const { exitCode, output } = await run(program, args, PACKAGE, environment, 150_000);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/^OK\b/m);
  } finally {
    await sandbox.close();
  }
}

describeWithTools('the PHP package', TOOLS, () => {
  test('passes its suite: the conformance table, the vectors, and the sandbox', { timeout: 180_000 }, async () => {
    await runSuite('phpunit', []);
  });
});

/** The rules and what is analyzed stand in packages/php/mago.toml, which names Laravel 13. */
const ANALYZER: [string, ...string[]][] = [
  ['mago', '--version'],
  [join(PACKAGE, 'tools/laravel/13/php'), '--version'],
];

describeWithTools('the types of the PHP package', ANALYZER, () => {
  test('leave Mago nothing to find', { timeout: 180_000 }, async () => {
    const { exitCode, output } = await run('mago', ['analyze', '--reporting-format', 'short'], PACKAGE, {}, 150_000);
    expect(exitCode, output).toBe(0);
  });
});

const NEWER = join(PACKAGE, 'tools/laravel/10');

describeWithInstalled('the PHP package on PHP 8.4', join(NEWER, 'php'), 'packages/php/tools/laravel/install.sh', () => {
  test.runIf(process.env.CI)('passes its suite with PHPUnit 11', { timeout: 180_000 }, async () => {
    await runSuite(join(NEWER, 'php'), [join(NEWER, 'usr/bin/phpunit'), '--configuration', 'tests/phpunit-11.xml']);
  });
});

const WASM = join(PACKAGE, 'tools/php-wasm/node_modules/.bin/php-wasm-cli');

describeWithInstalled('the PHP package as WebAssembly', WASM, 'npm ci --prefix packages/php/tools/php-wasm', () => {
  // It neither listens nor starts processes, which the tests of requests do.
  test.runIf(process.env.CI).each(['8.1', '8.3'])('passes the tests without requests on PHP %s', async (version) => {
    const args = ['-d', 'include_path=.:/usr/share/php', PHPUNIT, '--filter', 'ClientTest|WebhooksTest|SecretsTest'];
    const { exitCode, output } = await run(WASM, args, PACKAGE, { PHP: version }, 110_000);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/^OK \(100 tests,/m);
  });
});
