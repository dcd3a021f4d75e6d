import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { serve } from '../../../test/support/http-server.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';
import { LICENSE } from './store-setup.js';

const COMMAND = fileURLToPath(new URL('../../sandbox/bin/kgiton-sandbox.js', import.meta.url));

interface Replica {
  url: string;
  process: ChildProcess;
}

interface Replicas {
  replicas: [Replica, Replica, Replica];
  url: string;
  stop(): void;
}

let count = 0;

/** That of the test: each has an account of its own. */
let apiKey = '';
beforeEach(() => {
  apiKey = `kgiton_replicas_${++count}`;
});

describeWithTools('three sandboxes with one store behind a proxy', [[SERVER ?? 'redis-server', '--version']], () => {
  let redis: RedisServer;
  let shared: Replicas;
  beforeAll(async () => {
    // Every change is on the disk before it is acknowledged, so that a test can tell that nothing is lost. With `everysec`,
    // as in compose.shared.yaml, the last second may be: a test could only allow it.
    redis = await startRedis({ isDurable: true });
    shared = await start(15_000);
  });
  afterAll(async () => {
    shared.stop();
    await redis[Symbol.asyncDispose]();
  });

  /** Three processes, and the URL of a proxy that gives each connection to the next of those that live. */
  async function start(lease: number): Promise<Replicas> {
    const prefix = `test-${++count}:`;
    const replicas = await Promise.all([1, 2, 3].map(() => startReplica(redis.url, prefix, lease)));
    const proxy = await startProxy(replicas);
    return {
      replicas: replicas as Replicas['replicas'],
      url: proxy.url,
      stop() {
        proxy.close();
        for (const { process } of replicas) process.kill('SIGKILL');
      },
    };
  }

  /** Three of their own, for a test that kills. */
  async function startOwn(): Promise<Replicas> {
    const own = await start(2_000);
    onTestFinished(own.stop);
    return own;
  }

  test('1,000 requests at the same time on 500 tokens make exactly 500 payments', async () => {
    const { url, replicas } = shared;
    const before = await Promise.all(replicas.map(generated));
    const statuses = await all(1_000, (index) => generate(url, `TRX-${index}`, { license_key: 'FEW' }), 1_000);
    const made = statuses.filter(({ status }) => status === 200);
    expect(made).toHaveLength(500);
    expect(new Set(made.map(({ body }) => body.payment_id)).size).toBe(500);
    expect(statuses.filter(({ body }) => body.code === 'INSUFFICIENT_TOKENS')).toHaveLength(500);
    const license = await control(url, 'GET', '/licenses/FEW');
    expect(license).toMatchObject({ tokens: 0 });
    // Each of the three has had its part.
    const after = await Promise.all(replicas.map(generated));
    const shares = after.map((total, index) => total - (before[index] ?? 0));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(1_000);
    expect(Math.min(...shares)).toBeGreaterThan(100);
  });

  test('a replica that is killed amid payments and webhooks loses none, and doubles no payment', async () => {
    const { replicas, url } = await startOwn();
    const shop = await startShop();
    const transactions = Array.from({ length: 120 }, (_, index) => `TRX-${index}`);
    const [made, cut] = [createCounter(), createCounter()];
    const making = all(transactions.length, (index) =>
      untilMade(url, transactions[index] as string, { webhook_url: shop.url }, made, cut),
    );
    await made.reaches(20);
    expect(made.count).toBeLessThan(100);
    replicas[0].process.kill('SIGKILL');
    const payments = await making;
    // It was in the middle of some.
    expect(cut.count).toBeGreaterThan(0);
    expect(await control(url, 'GET', `/licenses/${LICENSE}`)).toMatchObject({ tokens: 1_000_000 - 120 });

    const paying = all(transactions.length, (index) => untilPaid(url, transactions[index] as string));
    await shop.received.reaches(20);
    expect(shop.bodies.size).toBeLessThan(100);
    replicas[1].process.kill('SIGKILL');
    await paying;
    // The webhooks that the dead one had claimed come when its lease is over.
    await expect.poll(() => shop.bodies.size, { timeout: 20_000 }).toBe(120);
    await expect
      .poll(async () => (await control(url, 'GET', '/deliveries?state=delivered')).deliveries.length, {
        timeout: 20_000,
      })
      .toBe(120);
    expect(new Set(payments.map(({ body }) => body.payment_id))).toEqual(new Set(shop.bodies.keys()));
    // At least once, and byte for byte the same.
    for (const bodies of shop.bodies.values()) expect(new Set(bodies).size).toBe(1);
  });

  test('when the store is killed and comes back, no payment and no token is lost', async () => {
    const { url } = await startOwn();
    const shop = await startShop();
    const made = createCounter();
    const making = all(100, (index) => untilMade(url, `TRX-${index}`, { webhook_url: shop.url }, made));
    await made.reaches(20);
    await redis.stop();
    // Fifty were asked for at the same time, and nothing is made while the store is unavailable.
    expect(made.count).toBeLessThan(90);
    await redis.restart();
    const payments = await making;
    expect(await control(url, 'GET', `/licenses/${LICENSE}`)).toMatchObject({ tokens: 1_000_000 - 100 });
    const paying = all(100, (index) => untilPaid(url, `TRX-${index}`));
    await shop.received.reaches(10);
    await redis.stop();
    expect(shop.bodies.size).toBeLessThan(90);
    await redis.restart();
    await paying;
    await expect.poll(() => shop.bodies.size, { timeout: 20_000 }).toBe(100);
    expect(new Set(payments.map(({ body }) => body.payment_id))).toEqual(new Set(shop.bodies.keys()));
  });

  test('a listener gets each webhook once, whichever replica it asks, also when one is killed', async () => {
    const { replicas, url } = await startOwn();
    const shop = await startShop();
    const args = ['listen', '--server', url, '--api-key', apiKey, '--forward-to', shop.url];
    const listen = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void listen.kill('SIGKILL'));
    await once(createInterface(listen.stderr), 'line');
    const ids = Array.from({ length: 60 }, (_, index) => `TRX-${index}`);
    await all(ids.length, (index) => untilMade(url, ids[index] as string, { webhook_url: 'https://shop.invalid/' }));
    const paying = all(ids.length, (index) => untilPaid(url, ids[index] as string));
    await shop.received.reaches(10);
    expect(shop.bodies.size).toBeLessThan(50);
    replicas[0].process.kill('SIGKILL');
    await paying;
    const delivered = async () => (await control(url, 'GET', '/deliveries?state=delivered')).deliveries;
    await expect.poll(async () => (await delivered()).length, { timeout: 40_000 }).toBe(60);
    expect([...shop.bodies.values()].map((bodies) => bodies.length)).toEqual(Array(60).fill(1));
    const bodies = (await delivered()).map(({ body }: { body: string }) => body);
    expect([...shop.bodies.values()].flat().sort()).toEqual(bodies.sort());
  });

  test('of three that want the same webhooks, each is sent by one, once', async () => {
    const { url } = shared;
    const shop = await startShop();
    await all(60, (index) => untilMade(url, `TRX-${index}`, { webhook_url: shop.url }));
    await all(60, (index) => untilPaid(url, `TRX-${index}`));
    await expect
      .poll(async () => (await control(url, 'GET', '/deliveries?state=delivered')).deliveries.length)
      .toBe(60);
    expect([...shop.bodies.values()].map((bodies) => bodies.length)).toEqual(Array(60).fill(1));
  });

  test('the clock of one account makes its retries, whichever replica moves it, while that of another goes on', async () => {
    const { replicas, url } = shared;
    const shop = await startShop(503);
    const other = { 'x-api-key': 'kgiton_other' };
    for (const headers of [{}, other]) {
      await generate(url, 'TRX-1', { webhook_url: shop.url }, headers);
      await control(url, 'POST', '/payments/TRX-1/pay', {}, headers);
    }
    // Two replicas move the same clock, a third that of nobody.
    const moves = await Promise.all([
      control(replicas[0].url, 'POST', '/clock/advance', { minutes: 20 }),
      control(replicas[1].url, 'POST', '/clock/advance', { minutes: 60 }),
      control(replicas[2].url, 'GET', '/clock'),
    ]);
    const moved = moves.map(({ now }) => Math.round((Date.parse(now) - Date.now()) / 60_000));
    expect(Math.max(...moved)).toBe(80);
    const { deliveries } = await control(url, 'GET', '/deliveries');
    expect(deliveries).toMatchObject([{ state: 'pending' }]);
    expect(deliveries[0].attempts).toHaveLength(4);
    await control(replicas[2].url, 'POST', '/clock/advance', { minutes: 1 });
    expect((await control(url, 'GET', '/deliveries')).deliveries).toMatchObject([{ state: 'failed' }]);
    const untouched = await control(url, 'GET', '/deliveries', undefined, other);
    expect(untouched.deliveries[0].attempts).toHaveLength(1);
  });
});

async function startReplica(redisUrl: string, prefix: string, lease: number): Promise<Replica> {
  const program = fileURLToPath(new URL('replica.js', import.meta.url));
  const child = spawn(process.execPath, [program, redisUrl, prefix, String(lease)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url, process: child };
}

async function startProxy(replicas: readonly Replica[]) {
  let turn = 0;
  const server = createServer((client): void => {
    const living = replicas.filter(({ process }) => process.exitCode === null && process.signalCode === null);
    const replica = living[turn++ % living.length];
    if (!replica) {
      client.destroy();
      return;
    }
    const upstream = connect(Number(new URL(replica.url).port), '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** A shop that keeps the body of each webhook that it gets, by payment. */
async function startShop(status = 200) {
  const bodies = new Map<string, string[]>();
  const received = createCounter();
  const server = await serve(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { payment_id: id } = JSON.parse(text);
    if (!bodies.has(id)) received.add();
    bodies.set(id, [...(bodies.get(id) ?? []), text]);
    outgoing.writeHead(status).end();
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { url: server.url, bodies, received };
}

interface Counter {
  readonly count: number;
  add(): void;
  /** Resolves at that count, not at a later poll: what acts then acts in the middle, however fast the machine is. */
  reaches(count: number): Promise<void>;
}

function createCounter(): Counter {
  let count = 0;
  const waiting = new Map<number, () => void>();
  return {
    get count() {
      return count;
    },
    add: () => waiting.get(++count)?.(),
    reaches: (wanted) => new Promise((resolve) => void waiting.set(wanted, resolve)),
  };
}

/** How many payments a replica was asked for. */
async function generated({ url }: Replica): Promise<number> {
  const metrics = await (await fetch(`${url}/_sandbox/metrics`)).text();
  const samples = metrics.matchAll(/^kgiton_sandbox_requests_total\{operation="generatePayment",[^}]*\} (\d+)$/gm);
  return [...samples].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Runs many actions, so many at a time. */
async function all<Result>(many: number, act: (index: number) => Promise<Result>, atOnce = 50): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < many; index = next++) results[index] = await act(index);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

async function generate(url: string, id: string, properties: object = {}, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/api/partner/payment/generate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': apiKey, ...headers },
    body: JSON.stringify({
      transaction_id: id,
      amount: 50_000,
      license_key: LICENSE,
      payment_type: 'QRIS',
      ...properties,
    }),
  });
  return { status: response.status, body: (await response.json()) as { payment_id: string; code?: string } };
}

/**
 * Repeats the same request until there is a response that says what became of it, as the SDK does. Counts it, and the
 * requests that had none.
 */
async function untilMade(url: string, id: string, properties: object, made?: Counter, cut?: Counter) {
  for (;;) {
    const response = await generate(url, id, properties).catch(() => cut?.add());
    if (!response || response.status >= 500) continue;
    made?.add();
    return response;
  }
}

async function untilPaid(url: string, id: string): Promise<void> {
  for (;;) {
    const paid = await control(url, 'POST', `/payments/${id}/pay`).catch(() => undefined);
    if (paid?.state === 'paid' || paid?.code === 'ALREADY_PAID') return;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the operation responds with.
async function control(url: string, method: string, path: string, body?: object, headers = {}): Promise<any> {
  const response = await fetch(`${url}/_sandbox${path}`, {
    method,
    headers: { 'x-api-key': apiKey, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}
