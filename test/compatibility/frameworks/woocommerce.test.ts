import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkHandler } from '../../../packages/sandbox/src/cli/check-webhook/check.js';
import { ROOT } from '../../../scripts/paths.js';
import { describeWithTools } from '../../support/describe-with-tools.js';
import { SECRET, type Shop, startShop } from './shops.js';

const WEBHOOK = '/wc-api/kgiton/';

describeWithTools(
  'the plugin for WooCommerce, with stand-ins for what it calls of WordPress and WooCommerce,',
  [['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("pdo_sqlite") ? 0 : 1);']],
  () => {
    let folder: string;
    let sandbox: RunningSandbox;
    let shop: Shop;
    beforeAll(async () => {
      sandbox = await startSandbox({ port: 0 });
      folder = await mkdtemp(join(tmpdir(), 'kgiton-woocommerce-'));
      await cp(join(ROOT, 'examples/woocommerce'), folder, { recursive: true });
      await cp(new URL('woocommerce-stand-ins.php', import.meta.url), join(folder, 'index.php'));
      await mkdir(join(folder, 'vendor'));
      const autoload = `<?php require '${join(ROOT, 'packages/php/tests/bootstrap.php')}';`;
      await writeFile(join(folder, 'vendor/autoload.php'), autoload);
      const args = (port: number) => ['-S', `127.0.0.1:${port}`, 'index.php'];
      shop = await startShop(sandbox, 'php', args, { cwd: folder, webhook: WEBHOOK });
    });
    afterAll(async () => {
      await shop?.[Symbol.asyncDispose]();
      await sandbox?.close();
      await rm(folder, { recursive: true, force: true });
    });

    const ask = async (method: 'GET' | 'POST', path: string) => {
      const response = await fetch(shop.url + path, { method });
      expect(response.status, shop.output()).toBe(200);
      return (await response.json()) as Record<string, unknown>;
    };
    const place = async (total = 50_000) => Number((await ask('POST', `/?place&total=${total}`)).id);
    const checkOut = (id: number) => ask('POST', `/?checkout&id=${id}`);
    const order = (id: number) => ask('GET', `/?order&id=${id}`);
    const payments = async () => (await sandbox.payments(shop.apiKey)).map(({ transactionId }) => transactionId);

    test('sends the customer to the checkout page, and completes the order when the webhook arrives', async () => {
      const id = await place();
      const { result, redirect } = await checkOut(id);
      const payment = await sandbox.payment(`WC-${id}-1`, shop.apiKey);
      expect([result, redirect]).toEqual(['success', payment?.response.payment_url]);
      expect(payment?.request).toMatchObject({ amount: 50_000, payment_type: 'CHECKOUT_PAGE' });
      await sandbox.pay(`WC-${id}-1`, shop.apiKey);
      const delivery = await sandbox.waitForDelivery({ id: `WC-${id}-1`, apiKey: shop.apiKey, timeout: 60_000 });
      expect(delivery.attempts.map(({ status }) => status)).toEqual([200]);
      expect(await order(id)).toEqual({ status: 'processing', completed: 1, paymentId: payment?.paymentId });
    });

    test('takes no second token for a second click, and has a new payment once the total or the time demands it', async () => {
      const id = await place();
      const first = await checkOut(id);
      expect((await checkOut(id)).redirect).toBe(first.redirect);
      await ask('POST', `/?change&id=${id}&total=60000`);
      expect((await checkOut(id)).result).toBe('success');
      await sandbox.expire(`WC-${id}-2`, shop.apiKey);
      expect((await checkOut(id)).result).toBe('success');
      const own = (await payments()).filter((one) => one.startsWith(`WC-${id}-`));
      expect(own.sort()).toEqual([`WC-${id}-1`, `WC-${id}-2`, `WC-${id}-3`]);
    });

    test('passes check-webhook in full, and counts each payment once', async () => {
      const id = await place();
      const results = await checkHandler(shop.url + WEBHOOK, fetch, {
        secret: SECRET,
        transactionId: `WC-${id}-1`,
        amount: 50_000,
        count: async ({ paymentId }) => Number((await ask('GET', `/?count&id=${paymentId}`)).count),
      });
      expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
      expect(await order(id)).toMatchObject({ status: 'processing', completed: 1 });
    });

    test('leaves an order alone whose amount was not paid', async () => {
      const id = await place(75_000);
      await checkHandler(shop.url + WEBHOOK, fetch, { secret: SECRET, transactionId: `WC-${id}-1`, amount: 50_000 });
      expect(await order(id)).toMatchObject({ status: 'pending', completed: 0 });
    });
  },
);
