import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkHandler } from '../../../packages/sandbox/src/cli/check-webhook/check.js';
import { ROOT } from '../../../scripts/paths.js';
import { describeWithTools } from '../../support/describe-with-tools.js';
import { createFrameworkProject, describeWithFrameworks, type FrameworkProject } from './recipes.js';
import { SECRET, type Shop, startShop } from './shops.js';

const RECIPES = join(ROOT, 'examples/framework-recipes');
const LISTEN = ".listen(Number(process.env.PORT), '127.0.0.1')";

/** A recipe as its framework serves it. */
interface Served {
  /** The program that serves it: the framework's own code. */
  program: string;
  /** Where an order is shown. @default /orders?id=… */
  order?(id: string): string;
}

/** What a gateway of AWS hands to a function, by the version of its format. */
const gateway = (event: string) => ({
  program: `
    import { createServer } from 'node:http';
    import { handler } from './lambda.js';
    createServer(async (incoming, outgoing) => {
      const chunks = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const { method, headers } = incoming;
      const { pathname, searchParams } = new URL(incoming.url, 'http://localhost');
      const queryStringParameters = searchParams.size > 0 ? Object.fromEntries(searchParams) : null;
      const result = await handler(${event});
      outgoing.writeHead(result.statusCode, result.headers).end(result.body);
    })${LISTEN};`,
});

const served: Readonly<Record<string, Served>> = {
  Express: { program: "await import('./express.js');", order: (id) => `/orders/${id}` },
  NestJS: { program: "await import('./nest.js');", order: (id) => `/orders/${id}` },
  // What Next.js hands to the routes of the app router.
  'Next.js': {
    program: `
      import { createServer } from 'node:http';
      import { NextRequest } from 'next/server.js';
      import * as orders from './next-orders.js';
      import * as webhook from './next-webhook.js';
      createServer(async (incoming, outgoing) => {
        const { method, headers } = incoming;
        const route = incoming.url.startsWith('/webhook/payment') ? webhook : orders;
        const init = { method, headers, ...(method !== 'GET' && { body: incoming, duplex: 'half' }) };
        const request = new NextRequest('http://shop.id' + incoming.url, init);
        const response = route[method] ? await route[method](request) : new Response(null, { status: 405 });
        outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
      })${LISTEN};`,
  },
  // What Firebase deploys: each function in a server of Google's own.
  Firebase: {
    program: `
      import { createServer } from 'node:http';
      import { http } from '@google-cloud/functions-framework';
      import { getTestServer } from '@google-cloud/functions-framework/testing';
      import { orders, paymentWebhook } from './firebase.js';
      http('orders', orders);
      http('paymentWebhook', paymentWebhook);
      const [forOrders, forWebhooks] = [getTestServer('orders'), getTestServer('paymentWebhook')];
      createServer((request, response) => {
        const server = request.url.startsWith('/webhook/payment') ? forWebhooks : forOrders;
        server.emit('request', request, response);
      })${LISTEN};`,
  },
  'AWS Lambda behind an HTTP API, with bodies in Base64': gateway(`{
    version: '2.0', rawPath: pathname, headers, queryStringParameters,
    requestContext: { http: { method, path: pathname } },
    ...(method !== 'GET' && { body: bytes.toString('base64') }), isBase64Encoded: method !== 'GET',
  }`),
  'AWS Lambda behind a REST API, with header names in upper case': gateway(`{
    version: '1.0', path: pathname, httpMethod: method, queryStringParameters, requestContext: {},
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value])),
    body: method === 'GET' ? null : bytes.toString(), isBase64Encoded: false,
  }`),
};

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox?.close());

interface Routes {
  place: string;
  show(id: string): string;
  webhook: string;
  /** How often a payment was counted. */
  count(paymentId: string): Promise<number>;
}

/** An order from its first request to its payment, and then everything that others may send to the webhook. */
async function useShop(shop: Shop, { place, show, webhook, count }: Routes): Promise<void> {
  const placed = await fetch(shop.url + place, { method: 'POST' });
  expect(placed.status, shop.output()).toBe(201);
  const { id, qr_content } = (await placed.json()) as Record<string, string>;
  expect(qr_content).toMatch(/^000201/);
  const isPaid = async (order: string) => {
    const response = await fetch(shop.url + show(order));
    return response.ok ? ((await response.json()) as { isPaid: boolean }).isPaid : response.status;
  };
  expect([await isPaid(`${id}`), await isPaid('unknown')]).toEqual([false, 404]);

  await sandbox.pay(`${id}`, shop.apiKey);
  const delivery = await sandbox.waitForDelivery({ id: `${id}`, apiKey: shop.apiKey, timeout: 60_000 });
  expect(delivery.attempts.map(({ status }) => status)).toEqual([200]);
  expect(await isPaid(`${id}`)).toBe(true);

  const results = await checkHandler(shop.url + webhook, fetch, {
    secret: SECRET,
    transactionId: `${id}`,
    amount: 50_000,
    count: ({ paymentId }) => count(paymentId),
  });
  expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
}

describeWithFrameworks('a recipe takes an order, counts its payment once, and passes check-webhook:', () => {
  let project: FrameworkProject;
  beforeAll(async () => {
    project = await createFrameworkProject();
    const files = (await readdir(RECIPES)).filter((file) => file.endsWith('.ts'));
    const sources = await Promise.all(files.map((file) => readFile(join(RECIPES, file), 'utf8')));
    await project.compile(
      Object.fromEntries(files.map((file, index) => [file.slice(0, -3), onFreePort(sources[index] ?? '')])),
    );
  }, 180_000);
  afterAll(() => project?.[Symbol.asyncDispose]());

  test.each(Object.entries(served))('%s', async (name, { program, order = (id) => `/orders?id=${id}` }) => {
    const file = `serve-${name.replaceAll(/\W+/g, '-')}.js`;
    await writeFile(join(project.folder, file), program);
    const webhook = '/webhook/payment';
    await using shop = await startShop(sandbox, process.execPath, () => [file], { cwd: project.folder, webhook });
    await useShop(shop, {
      place: '/orders',
      show: order,
      webhook,
      count: async (id) => shop.output().split(`Counted ${id}\n`).length - 1,
    });
  });
});

/** The code as a test can run it beside others. */
function onFreePort(code: string): string {
  return code.replace('listen(3000)', "listen(Number(process.env.PORT), '127.0.0.1')");
}

describeWithTools(
  'a recipe takes an order, counts its payment once, and passes check-webhook:',
  [['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("pdo_sqlite") ? 0 : 1);']],
  () => {
    test('PHP without a framework', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kgiton-plain-php-'));
      try {
        await cp(join(RECIPES, 'plain-php'), folder, { recursive: true });
        await mkdir(join(folder, 'vendor'));
        // test/end-to-end/php-package.test.ts installs the package with Composer.
        await writeFile(
          join(folder, 'vendor/autoload.php'),
          `<?php
require '${join(ROOT, 'packages/php/tests/bootstrap.php')}';`,
        );
        await writeFile(
          join(folder, 'count.php'),
          `<?php require 'orders.php';
$count = orders()->prepare('SELECT count(*) FROM payments WHERE payment_id = ?');
$count->execute([$_GET['id']]);
echo $count->fetchColumn();`,
        );
        const args = (port: number) => ['-S', `127.0.0.1:${port}`, '-t', '.'];
        await using shop = await startShop(sandbox, 'php', args, { cwd: folder, webhook: '/webhook.php' });
        await useShop(shop, {
          place: '/order.php',
          show: (id) => `/order.php?id=${id}`,
          webhook: '/webhook.php',
          count: async (id) => Number(await (await fetch(`${shop.url}/count.php?id=${id}`)).text()),
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  },
);
