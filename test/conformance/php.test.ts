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

const FIXER = join(ROOT, 'packages/php/tools/php-cs-fixer.phar');

describeWithInstalled('the format of the PHP package', FIXER, 'packages/php/tools/install.sh', () => {
  test('is that of PHP-CS-Fixer', { timeout: 180_000 }, async () => {
    const args = [FIXER, 'fix', '--dry-run', '--diff', '--show-progress=none'];
    const { exitCode, output } = await run('php', args, join(ROOT, 'packages/php'), {}, 150_000);
    expect(exitCode, output).toBe(0);
  });
});

describeWithTools('the PHP package', TOOLS, () => {
  test('passes its suite: the conformance table, the vectors, and the sandbox', { timeout: 180_000 }, async () => {
    await using server = await startConformanceServer();
    const sandbox = await startSandbox({ port: 0 });
    try {
      const { exitCode, output } = await run(
        'phpunit',
        [],
        join(ROOT, 'packages/php'),
        {
          KGITON_CONFORMANCE_URL: server.url,
          KGITON_SANDBOX_URL: sandbox.url,
        },
        150_000,
      );
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/^OK \(\d+ tests/m);
    } finally {
      await sandbox.close();
    }
  });
});
