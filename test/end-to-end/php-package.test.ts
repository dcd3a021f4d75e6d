import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithTools } from '../support/describe-with-tools.js';
import { serve } from '../support/http-server.js';
import { fencedBlocks } from '../support/typescript-project.js';

const PACKAGE = join(ROOT, 'packages/php');
const README = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const snippets = fencedBlocks(README, 'php');
const isEndpoint = (code: string) => code.includes('php://input');
const isTest = (code: string) => code.includes('extends TestCase');
const programs = snippets.filter((code) => !isEndpoint(code) && !isTest(code));

describeWithTools(
  'the PHP package, packed and installed with Composer into an empty project,',
  [
    ['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("pdo_sqlite") ? 0 : 1);'],
    ['composer', '--version', '--no-interaction'],
    ['phpunit', '--version'],
  ],
  () => {
    let folder: string;
    let project: string;
    let sandbox: RunningSandbox;
    const shell = (command: string, cwd: string) =>
      run('bash', ['-e', '-c', command], cwd, {
        COMPOSER_HOME: join(folder, 'composer'),
        COMPOSER_ALLOW_SUPERUSER: '1',
        COMPOSER_DISABLE_NETWORK: '1',
        COMPOSER_NO_INTERACTION: '1',
      });

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kgiton-php-'));
      project = join(folder, 'shop');
      const clone = join(folder, 'payments-kit/packages/php');
      await Promise.all([project, clone, join(folder, 'composer')].map((path) => mkdir(path, { recursive: true })));
      // Packagist is not needed: the package has no dependencies.
      await writeFile(join(folder, 'composer/config.json'), '{"repositories":[{"packagist.org":false}]}');
      // A copy: Composer takes the version of a clone from its branches.
      await cp(PACKAGE, join(folder, 'source'), { recursive: true, filter: (path) => !path.includes('/tools/') });
      const packed = await shell(
        'composer archive --format=tar --file=kgiton && tar -xf kgiton.tar -C ../payments-kit/packages/php',
        join(folder, 'source'),
      );
      expect(packed.exitCode, packed.output).toBe(0);
      const install = fencedBlocks(README, 'sh').find((code) => code.includes('composer require')) ?? '';
      const typed = install.split('\n').filter((line) => line.startsWith('composer'));
      const installed = await shell(`echo '{}' > composer.json\n${typed.join('\n')}`, project);
      expect(installed.exitCode, installed.output).toBe(0);
      sandbox = await startSandbox({ port: 0 });
    }, 120_000);
    afterAll(async () => {
      await sandbox?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('is valid for Composer, strictly', async () => {
      const { exitCode, output } = await shell('composer validate --strict', PACKAGE);
      expect(exitCode, output).toBe(0);
    });

    test('has its classes and its license, and neither tests nor templates', async () => {
      const { output } = await shell('cd vendor/kgiton/payments && find -L . -maxdepth 1 | sort', project);
      expect(output.trim().split('\n')).toEqual([
        '.',
        './CHANGELOG.md',
        './LICENSE',
        './README.md',
        './composer.json',
        './config',
        './database',
        './generated',
        './src',
      ]);
    });

    test('loads each of its classes, also from an optimized autoloader without complaints', async () => {
      const { exitCode, output } = await shell('composer dump-autoload --optimize --strict-psr', project);
      expect(exitCode, output).toBe(0);
      expect(output).not.toMatch(/does not comply|ambiguous/i);
    });

    test.each(programs.map((code) => [code.match(/partnerPayment->\w+|new Webhooks/g)?.at(-1) ?? '', code]))(
      'runs the snippet of the README with %s, and does what its comments say',
      async (_name, code) => {
        await writeFile(join(project, 'snippet.php'), code.replaceAll('http://localhost:4020', sandbox.url));
        const { exitCode, output } = await shell('php -d error_reporting=-1 -d display_errors=1 snippet.php', project);
        expect(exitCode, output).toBe(0);
        expect(output).not.toMatch(/Warning|Deprecated|Notice/);
        const promised = [...code.matchAll(/\}?; \/\/ ([A-Z].+\.|bool\(\w+\))$/gm)].map(([, text]) => text);
        if (promised.length > 0) expect(output.trim().split('\n')).toEqual(promised);
        else expect(output).toMatch(/^(Scan|Send the customer to) http/);
      },
    );

    test('takes a signed webhook once in the endpoint of the README, and refuses a forged one', async () => {
      await writeFile(join(project, 'webhook.php'), snippets.find(isEndpoint) ?? '');
      const port = await freePort();
      const child = spawn('php', ['-S', `127.0.0.1:${port}`], {
        cwd: project,
        env: { ...process.env, KGITON_WEBHOOK_SECRET: 'whsec_test_kgiton' },
        stdio: 'ignore',
      });
      try {
        const body = JSON.stringify(createTestEvent({ payment_id: 'PAY-1', transaction_id: 'TRX-1' }));
        const post = async (signature: string) => {
          const headers = { 'content-type': 'application/json', 'x-kgiton-signature': signature };
          const response = await fetch(`http://127.0.0.1:${port}/webhook.php`, { method: 'POST', body, headers });
          return [response.status, await response.text()];
        };
        await expect.poll(() => post(sign(body, 'forged')).catch(() => [])).toEqual([401, 'mismatch']);
        const right = sign(body, 'whsec_test_kgiton');
        expect([await post(right), await post(right)]).toEqual([
          [200, 'OK'],
          [200, 'OK'],
        ]);
        const query = `foreach ((new PDO("sqlite:orders.sqlite"))->query("SELECT * FROM paid") as $row) echo $row[0], " ", $row[1], "\\n";`;
        expect((await shell(`php -r '${query}'`, project)).output).toBe('PAY-1 TRX-1\n');
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    });

    test('runs the tests of the README with PHPUnit', async () => {
      await writeFile(join(project, 'PaymentTest.php'), snippets.find(isTest) ?? '');
      const command =
        'phpunit --no-configuration --do-not-cache-result --bootstrap vendor/autoload.php PaymentTest.php';
      const { exitCode, output } = await shell(`KGITON_SANDBOX_URL=${sandbox.url} ${command}`, project);
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/^OK \(2 tests,/m);
    });
  },
);

test('the README of the PHP package has a snippet of each kind', () => {
  expect(programs.length).toBeGreaterThanOrEqual(6);
  expect(snippets.filter(isEndpoint)).toHaveLength(1);
  expect(snippets.filter(isTest)).toHaveLength(1);
});

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
