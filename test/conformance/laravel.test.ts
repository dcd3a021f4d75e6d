import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkHandler } from '../../packages/sandbox/src/cli/check-webhook/check.js';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { servePhp } from '../support/php-server.js';
import { spread } from '../support/spread.js';
import { fencedBlocks } from '../support/typescript-project.js';

const TESTS = join(ROOT, 'packages/php/tests/Laravel');
const snippets = fencedBlocks(await readFile(join(ROOT, 'packages/php/README.md'), 'utf8'), 'php laravel');
const SECRET = 'whsec_of_the_shop';

/** A Debian release has each of these. Elsewhere than on CI, the newest is enough. */
describe.each(spread(['13', '10', '8'], 1))('Laravel %s', (version) => {
  const tools = join(ROOT, 'packages/php/tools/laravel', version);
  const php = join(tools, 'php');

  describeWithInstalled(`the Laravel bridge of the PHP package`, php, 'packages/php/tools/laravel/install.sh', () => {
    let folder: string;
    const environment = () => ({
      KGITON_TEST_AUTOLOAD: join(TESTS, 'autoload.php'),
      KGITON_API_KEY: 'kgiton_of_the_shop',
      KGITON_WEBHOOK_SECRET: SECRET,
    });
    const evaluate = async (code: string) => {
      const { exitCode, output } = await run(php, ['-d', 'display_errors=1', '-r', code], folder, environment());
      expect(exitCode, output).toBe(0);
      return output.trim();
    };
    const paid = async (order: string) => {
      const query = `SELECT paid FROM orders WHERE id = '${order}'`;
      return Number(await evaluate(`echo (new PDO('sqlite:database.sqlite'))->query("${query}")->fetchColumn();`));
    };

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kgiton-laravel-'));
      await evaluate(`(require '${TESTS}/create-app.php')(getcwd());`);
      const migrated = await run(php, ['artisan', 'migrate', '--force'], folder, environment());
      expect(migrated.exitCode, migrated.output).toBe(0);
      await evaluate(`$shop = new PDO('sqlite:database.sqlite');
        $shop->exec('CREATE TABLE orders (id TEXT PRIMARY KEY, paid INTEGER DEFAULT 0)');
        $shop->exec("INSERT INTO orders (id) VALUES ('ORDER-1'), ('ORDER-2'), ('FAILS-1')");`);
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    test('passes its suite', { timeout: 240_000 }, async () => {
      const { exitCode, output } = await run(php, [join(tools, 'usr/bin/phpunit')], TESTS, {}, 230_000);
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/^OK\b/m);
    });

    test('does what the README says, in an application that has its snippets', async () => {
      await cp(join(TESTS, 'readme'), folder, { recursive: true });
      for (const code of snippets) {
        const [, path = ''] = /^<\?php \/\/ (.+)$/m.exec(code) ?? [];
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), code);
      }
      const env = { ...environment(), KGITON_TEST_APP: folder, KGITON_LICENSE_KEY: 'SANDB-ACTIV-E0000-00000-00001' };
      const args = [join(tools, 'usr/bin/phpunit'), '--bootstrap', join(TESTS, 'autoload.php')];
      const { exitCode, output } = await run(php, args, folder, env);
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/^OK\b/m);
      expect(output).toContain('3 / 3');
      // The controller that handles the webhook itself, in the place of the listener.
      await writeFile(
        join(folder, 'routes/web.php'),
        snippets
          .find((code) => code.includes('// routes/web.php'))
          ?.replace("'/webhook/payment'", "'/webhook/payment', \\App\\Http\\Controllers\\WebhookController::class") ??
          '',
      );
      const own = await run(php, [...args, '--filter', 'paid_once'], folder, env);
      expect(own.exitCode, own.output).toBe(0);
    });

    test('passes kgiton-sandbox check-webhook in full, and counts each payment once', async () => {
      await using server = await servePhp(php, folder, environment());
      await expect.poll(() => fetch(server.url).then(({ status }) => status, String), { timeout: 60_000 }).toBe(404);
      const results = await checkHandler(`${server.url}/webhook/payment`, fetch, {
        secret: SECRET,
        transactionId: 'ORDER-1',
        amount: 40_000,
        // The listener adds up what was paid: each payment that counts once adds its amount.
        count: async () => Math.round((await paid('ORDER-1')) / 40_000),
      });
      expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    });

    test('acknowledges ten equal webhooks at once in several processes, and handles one of them', async () => {
      await using server = await servePhp(php, folder, environment());
      await expect.poll(() => fetch(server.url).then(({ status }) => status, String), { timeout: 60_000 }).toBe(404);
      const post = async (transactionId: string) => {
        const event = { payment_id: `PAY-${transactionId}`, transaction_id: transactionId, amount: 7_000 };
        const body = JSON.stringify(createTestEvent(event));
        const headers = { 'content-type': 'application/json', 'x-kgiton-signature': sign(body, SECRET) };
        return (await fetch(`${server.url}/webhook/payment`, { method: 'POST', body, headers })).status;
      };
      const many = (transactionId: string) => Promise.all(Array.from({ length: 10 }, () => post(transactionId)));
      expect(await many('ORDER-2')).toEqual(Array(10).fill(200));
      expect(await paid('ORDER-2')).toBe(7_000);
      // A listener that throws: none of them is acknowledged, and nothing is kept.
      expect(await many('FAILS-1')).toEqual(Array(10).fill(500));
      expect(await paid('FAILS-1')).toBe(0);
    });
  });
});

test('the README of the PHP package has a snippet for each part of an application of Laravel', () => {
  expect(snippets.map((code) => /^<\?php \/\/ (\w+)/m.exec(code)?.[1])).toEqual([
    'app',
    'routes',
    'app',
    'app',
    'tests',
  ]);
});
