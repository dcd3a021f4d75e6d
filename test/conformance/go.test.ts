import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithTools } from '../support/describe-with-tools.js';
import { startConformanceServer } from './server.js';

const PACKAGE = join(ROOT, 'packages/go');

describeWithTools('the Go package', [['go', 'version']], () => {
  test('passes its suite: the conformance table, the vectors, and the sandbox', { timeout: 300_000 }, async () => {
    await using server = await startConformanceServer();
    const sandbox = await startSandbox({ port: 0 });
    try {
      const { exitCode, output } = await run(
        'go',
        ['test', '-count=1', './...'],
        PACKAGE,
        {
          KGITON_CONFORMANCE_URL: server.url,
          KGITON_SANDBOX_URL: sandbox.url,
          KGITON_TEST_SANDBOX: `${process.execPath} ${join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js')}`,
        },
        270_000,
      );
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/^ok\s+github\.com/m);
    } finally {
      await sandbox.close();
    }
  });
});
