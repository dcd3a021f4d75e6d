import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithTools } from '../support/describe-with-tools.js';
import { startConformanceServer } from './server.js';

const PACKAGE = join(ROOT, 'packages/go');
/** The oldest Go that the package supports: the one that go.mod names. */
const OLDEST = 'go1.19.13';

describeWithTools('the Go package', [['go', 'version']], () => {
  test('passes its suite: the conformance table, the vectors, and the sandbox', { timeout: 400_000 }, async () => {
    // To compile the standard library for the race detector takes a minute of its own.
    await passesSuite(process.env.CI ? ['-race'] : []);
  });
});

describeWithTools('the Go package', [['env', `GOTOOLCHAIN=${OLDEST}`, 'GOPROXY=off', 'go', 'version']], () => {
  test('passes its suite with the oldest Go, too', { timeout: 400_000 }, async () => {
    await passesSuite([], { GOTOOLCHAIN: OLDEST });
  });
});

describeWithTools('the Go package', [['staticcheck', '-version']], () => {
  test('has the format of gofmt, and no complaints of go vet and staticcheck', { timeout: 400_000 }, async () => {
    for (const [program, ...args] of [
      ['gofmt', '-l', '.'],
      ['go', 'vet', './...'],
      ['staticcheck', './...'],
    ] as [string, ...string[]][]) {
      const { exitCode, output } = await run(program, args, PACKAGE, {}, 300_000);
      expect([exitCode, output], program).toEqual([0, '']);
    }
  });
});

async function passesSuite(args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await using server = await startConformanceServer();
  const sandbox = await startSandbox({ port: 0 });
  try {
    const { exitCode, output } = await run(
      'go',
      ['test', '-count=1', ...args, './...'],
      PACKAGE,
      {
        KGITON_CONFORMANCE_URL: server.url,
        KGITON_SANDBOX_URL: sandbox.url,
        KGITON_TEST_SANDBOX: `${process.execPath} ${join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js')}`,
        ...env,
      },
      350_000,
    );
    expect(exitCode, output).toBe(0);
    expect(output.match(/^ok\s/gm)).toHaveLength(3);
  } finally {
    await sandbox.close();
  }
}
