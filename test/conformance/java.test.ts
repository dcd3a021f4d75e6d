import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { spread } from '../support/spread.js';
import { startConformanceServer } from './server.js';

const PACKAGE = join(ROOT, 'packages/java');
const FORMATTER = join(PACKAGE, 'tools/google-java-format.jar');
/** Other versions of Java, and the tests that run there. The runtime of 11 lacks the HTTP server that the others use. */
const RUNTIMES = [
  { java: 11, tests: 'ConformanceTest,WebhooksTest,ModelsTest' },
  { java: 21, tests: '*Test' },
  { java: 25, tests: '*Test' },
];
/** The formatter reads the compiler's own classes. */
const EXPORTS = ['api', 'code', 'file', 'parser', 'tree', 'util'].map(
  (name) => `--add-exports=jdk.compiler/com.sun.tools.javac.${name}=ALL-UNNAMED`,
);

describeWithInstalled('the Java package', FORMATTER, 'packages/java/tools/install.sh', () => {
  /** Runs goals of Maven with the servers that the tests need. Not even one test may fail or be skipped. */
  async function passes(...goals: string[]): Promise<void> {
    await using server = await startConformanceServer();
    const sandbox = await startSandbox({ port: 0 });
    try {
      const { exitCode, output } = await run(
        'mvn',
        ['--offline', '--batch-mode', ...goals],
        PACKAGE,
        {
          KGITON_CONFORMANCE_URL: server.url,
          KGITON_SANDBOX_URL: sandbox.url,
          KGITON_TEST_SANDBOX: `${process.execPath} ${join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js')}`,
        },
        350_000,
      );
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/Tests run: [2-9]\d\d, Failures: 0, Errors: 0, Skipped: 0$/m);
    } finally {
      await sandbox.close();
    }
  }

  test(
    'compiles without a warning and passes its suite: conformance table, vectors, sandbox',
    { timeout: 400_000 },
    () => passes('verify'),
  );

  test.each(spread(RUNTIMES, 1))('passes the suite on Java $java', { timeout: 400_000 }, ({ java, tests }) =>
    passes('surefire:test', `-Djvm=${join(PACKAGE, `tools/runtimes/${java}/bin/java`)}`, `-Dtest=${tests}`),
  );

  test('has the format of google-java-format', { timeout: 120_000 }, async () => {
    const files = (await readdir(join(PACKAGE, 'src'), { recursive: true }))
      .filter((name) => name.endsWith('.java') && !name.startsWith('generated'))
      .map((name) => join('src', name));
    const check = ['-jar', FORMATTER, '--aosp', '--dry-run', '--set-exit-if-changed'];
    const { exitCode, output } = await run('java', [...EXPORTS, ...check, ...files], PACKAGE, {}, 100_000);
    expect([exitCode, output]).toEqual([0, '']);
  });
});
