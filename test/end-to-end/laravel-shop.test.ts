import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkHandler } from '../../packages/sandbox/src/cli/check-webhook/check.js';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { servePhp } from '../support/php-server.js';

const TOOLS = join(ROOT, 'packages/php/tools/laravel/13');
const PHP = join(TOOLS, 'php');
/** Debian's Laravel is in the include path; with Packagist, Composer puts it into vendor. */
const WITH_LARAVEL = ['-d', 'auto_prepend_file=Illuminate/autoload.php'];
const API_KEY = 'kgiton_laravel_shop_test';

describeWithInstalled('the laundry shop on Laravel', PHP, 'packages/php/tools/laravel/install.sh', () => {
  let folder: string;
  let shop: string;
  let sandbox: RunningSandbox;

  const artisan = async (...args: string[]) => {
    const { exitCode, output } = await run(PHP, [...WITH_LARAVEL, 'artisan', ...args], shop);
    expect(exitCode, output).toBe(0);
    return output;
  };

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
    folder = await mkdtemp(join(tmpdir(), 'kgiton-laravel-shop-'));
    shop = join(folder, 'examples/laravel-laundry-shop');
    await cp(join(ROOT, 'examples/laravel-laundry-shop'), shop, { recursive: true });
    await cp(join(ROOT, 'packages/php'), join(folder, 'packages/php'), {
      recursive: true,
      filter: (path) => !path.includes('/tools/'),
    });
    await mkdir(join(folder, 'composer'));
    await writeFile(join(folder, 'composer/config.json'), '{"repositories":[{"packagist.org":false}]}');
    const manifest = JSON.parse(await readFile(join(shop, 'composer.json'), 'utf8'));
    manifest.provide = { 'laravel/framework': '13.0.0', 'mockery/mockery': '1.6.0', 'phpunit/phpunit': '13.0.0' };
    await writeFile(join(shop, 'composer.json'), JSON.stringify(manifest));
    const installed = await run('composer', ['install', '--no-interaction'], shop, {
      COMPOSER_HOME: join(folder, 'composer'),
      COMPOSER_ALLOW_SUPERUSER: '1',
      COMPOSER_DISABLE_NETWORK: '1',
    });
    expect(installed.exitCode, installed.output).toBe(0);
    const environment = await readFile(join(shop, '.env.example'), 'utf8');
    const settings = environment
      .replace(/^KGITON_BASE_URL=.*$/m, `KGITON_BASE_URL=${sandbox.url}`)
      .replace(/^KGITON_API_KEY=.*$/m, `KGITON_API_KEY=${API_KEY}`);
    await writeFile(join(shop, '.env'), settings);
    await writeFile(join(shop, 'database/database.sqlite'), '');
    await artisan('key:generate');
    await artisan('migrate', '--force');
  });
  afterAll(async () => {
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('passes its own tests', async () => {
    const args = [...WITH_LARAVEL, join(TOOLS, 'usr/bin/phpunit'), '--colors=never'];
    const { exitCode, output } = await run(PHP, args, shop, {}, 110_000);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(/^OK \(7 tests,/m);
  });

  test('takes an order from its form to the receipt, and passes kgiton-sandbox check-webhook in full', async () => {
    await artisan('optimize');
    await using server = await servePhp(PHP, shop, {}, WITH_LARAVEL);
    const browser = await openShop(server.url);
    const page = await browser.post('/', '/orders', { customer_name: 'Siti', kilos: '5' });
    const order = page.url.replace(/.*\//, '');
    expect(page.text).toContain('Rp 40.000');

    const unpaid = await browser.post(page.url, `/orders/${order}/pay`);
    expect(unpaid.text).toMatch(/<img src="http[^"]+" alt="Kode QRIS"/);
    const [payment] = await sandbox.payments(API_KEY);
    expect(payment?.transactionId).toBe(`${order}-1`);

    await sandbox.pay(`${order}-1`, API_KEY);
    const delivery = await sandbox.waitForDelivery({ id: `${order}-1`, apiKey: API_KEY, timeout: 60_000 });
    expect(delivery.attempts.map(({ status }) => status)).toEqual([200]);
    expect((await browser.get(page.url)).text).toContain('Lunas');
    expect(await receipts()).toEqual([`Struk ${order}: Rp 40000, lunas`]);

    const results = await checkHandler(`${server.url}/webhook/payment`, fetch, {
      secret: 'whsec_test_kgiton',
      transactionId: `${order}-1`,
      amount: 40_000,
    });
    expect(results.filter(({ verdict }) => verdict !== 'passed' && verdict !== 'unseen')).toEqual([]);
    expect(await receipts()).toHaveLength(1);
  });

  test('asks KGiTON before it cancels, and finds a payment whose webhook never arrived', async () => {
    await using server = await servePhp(PHP, shop, {}, WITH_LARAVEL);
    const browser = await openShop(server.url);
    const page = await browser.post('/', '/orders', { customer_name: 'Budi', kilos: '2' });
    const order = page.url.replace(/.*\//, '');
    await browser.post(page.url, `/orders/${order}/pay`);
    await sandbox.setFault({ kind: 'never' }, { apiKey: API_KEY });
    await sandbox.pay(`${order}-1`, API_KEY);
    expect((await browser.get(page.url)).text).toContain('Belum dibayar');
    const kept = await browser.post(page.url, `/orders/${order}/cancel`);
    expect(kept.text).toContain('Pesanan ini sudah lunas, jadi tidak dapat dibatalkan.');
    expect(await receipts()).toContain(`Struk ${order}: Rp 16000, lunas`);
  });

  test('is found complete by kgiton:check', async () => {
    const output = await artisan('kgiton:check');
    expect(output).toContain(`accepted by ${sandbox.url}`);
    expect(output).not.toContain(API_KEY);
  });

  const receipts = async () => (await readFile(join(shop, 'storage/app/receipts.txt'), 'utf8')).trim().split('\n');
});

/** A browser, as far as forms, cookies and CSRF tokens go. */
async function openShop(url: string) {
  await expect.poll(() => fetch(url).then(({ status }) => status, String), { timeout: 60_000 }).toBe(200);
  const cookies = new Map<string, string>();
  const request = async (path: string, init: RequestInit = {}): Promise<{ url: string; text: string }> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(new URL(path, url), { ...init, headers: { cookie }, redirect: 'manual' });
    for (const each of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (each.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    return location ? request(location) : { url: response.url, text: await response.text() };
  };
  return {
    get: (path: string) => request(path),
    async post(page: string, path: string, form: Record<string, string> = {}) {
      const [, token = ''] = /name="_token" value="([^"]+)"/.exec((await request(page)).text) ?? [];
      return request(path, { method: 'POST', body: new URLSearchParams({ ...form, _token: token }) });
    },
  };
}
