import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { SERVER } from '../../../packages/sandbox-redis/test/redis-server.js';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { startReceiver } from '../../../test/support/http-server.js';
import { fencedBlocks } from '../../../test/support/typescript-project.js';
import { ROOT } from '../../paths.js';
import { freePort } from '../../ports.js';
import { SINGLE_FILE, writeSingleFile } from '../single-file.js';
import { argumentsOf, commandOf, lastStage, variableOf } from './dockerfile.js';
import { startCommand } from './started.js';

const run = promisify(execFile);

interface Service {
  image?: string;
  build?: string;
  command?: string[];
  ports?: string[];
  deploy?: { replicas: number };
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

interface Compose {
  services: Record<string, Service>;
  configs?: Record<string, { content: string }>;
}

const read = async (file: string) => parse(await readFile(join(ROOT, file), 'utf8')) as Compose;
const alone = await read('compose.yaml');
const shared = await read('compose.shared.yaml');
const [port] = lastStage.filter((each) => each.getKeyword() === 'EXPOSE').map(argumentsOf);

/** What the working directory of the image holds. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-compose-'));
  await writeSingleFile(join(folder, SINGLE_FILE));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts what a container of the service starts, on 127.0.0.1: nothing of the tests can be reached from outside. */
function startContainer(service: Service | undefined, changes: Record<string, string> = {}) {
  const image = Object.fromEntries(lastStage.filter((each) => each.getKeyword() === 'ENV').map(variableOf));
  expect(image.KGITON_SANDBOX_HOST).toBe('0.0.0.0');
  const env = { PATH: process.env.PATH ?? '', ...image, ...service?.environment, ...changes };
  const command = [...commandOf('ENTRYPOINT'), ...(service?.command ?? [])];
  return startCommand(command, folder, { ...env, KGITON_SANDBOX_HOST: '127.0.0.1' });
}

const generate = (url: string, transaction_id: string, more: object = {}) =>
  fetch(`${url}/api/partner/payment/generate`, {
    method: 'POST',
    headers: { 'x-api-key': 'kgiton_compose', 'content-type': 'application/json' },
    body: JSON.stringify({
      transaction_id,
      amount: 50_000,
      license_key: 'SANDB-ACTIV-E0000-00000-00001',
      payment_type: 'CHECKOUT_PAGE',
      ...more,
    }),
  });

describe.each([
  { file: 'compose.yaml', entrance: alone.services.sandbox },
  { file: 'compose.shared.yaml', entrance: shared.services.proxy },
])('$file', ({ entrance }) => {
  test('is reachable from this machine only, at the port of the image', () => {
    expect(entrance?.ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });
});

test('docker run, as the README has it, makes a sandbox that reaches this machine and nobody else reaches', async () => {
  const readme = await readFile(join(ROOT, 'packages/sandbox/README.md'), 'utf8');
  const [command = ''] = fencedBlocks(readme, 'sh').filter((code) => code.startsWith('docker run '));
  expect(command).toContain(`--publish 127.0.0.1:${port}:${port} `);
  expect(command).toContain(alone.services.sandbox?.image);
  const environment = Object.fromEntries([...command.matchAll(/--env (\w+)=(\S+)/g)].map(([, ...pair]) => pair));
  await using receiver = await startReceiver();
  const sandbox = await startContainer({ environment });
  await generate(sandbox.url, 'ORDER-1', { webhook_url: receiver.url });
  const headers = { 'x-api-key': 'kgiton_compose' };
  await fetch(`${sandbox.url}/_sandbox/payments/ORDER-1/pay`, { method: 'POST', headers });
  expect(JSON.parse((await receiver.next()).body)).toMatchObject({ transaction_id: 'ORDER-1' });
});

describe('the sandbox of compose.yaml', () => {
  test('builds the image that a release publishes', () => {
    expect(alone.services.sandbox).toMatchObject({ build: '.', image: shared.services.sandbox?.image });
  });

  test('starts, sends webhooks to the services beside it, and leads browsers to itself', async () => {
    await using receiver = await startReceiver();
    const sandbox = await startContainer(alone.services.sandbox);
    const created = await generate(sandbox.url, 'ORDER-1', { webhook_url: receiver.url });
    expect(await created.json()).toMatchObject({
      payment_url: expect.stringContaining(`${alone.services.sandbox?.environment?.KGITON_SANDBOX_PUBLIC_URL}/`),
    });
    const headers = { 'x-api-key': 'kgiton_compose' };
    await fetch(`${sandbox.url}/_sandbox/payments/ORDER-1/pay`, { method: 'POST', headers });
    expect(JSON.parse((await receiver.next()).body)).toMatchObject({ transaction_id: 'ORDER-1' });
    expect(await sandbox.stop()).toBe(0);
  });
});

describeWithTools(
  'the services of compose.shared.yaml',
  [
    ['haproxy', '-v'],
    [SERVER ?? 'redis-server', '--version'],
  ],
  () => {
    test('start one after the other, as soon as what they need is healthy', () => {
      const { proxy, sandbox, valkey } = shared.services;
      expect(proxy?.depends_on).toEqual({ sandbox: { condition: 'service_healthy' } });
      expect(sandbox?.depends_on).toEqual({ valkey: { condition: 'service_healthy' } });
      // The image of the sandbox has a check of its own.
      expect(valkey?.healthcheck?.test.slice(1)).toEqual(['valkey-cli', 'ping']);
    });

    test('have a proxy whose configuration is valid, for as many replicas as there are', async () => {
      const { replicas } = shared.services.sandbox?.deploy ?? {};
      const config = shared.configs?.proxy?.content ?? '';
      expect(config).toContain(`server-template replica ${replicas} sandbox:${port} `);
      const file = join(folder, 'haproxy.cfg');
      await writeFile(file, config);
      expect((await run('haproxy', ['-c', '-f', file])).stdout).toContain('Configuration file is valid');
    });

    async function startAll() {
      const { sandbox, valkey } = shared.services;
      const store = await startStore(valkey?.command ?? []);
      const replicas = await Promise.all(
        Array.from({ length: sandbox?.deploy?.replicas ?? 0 }, () =>
          startContainer(sandbox, { KGITON_SANDBOX_STORE: store }),
        ),
      );
      expect(replicas).toHaveLength(3);
      return { replicas, url: await startProxy(replicas.map((replica) => new URL(replica.url).host)) };
    }

    test('let a fault that cuts connections be seen by its own account, each time, and by nobody else', async () => {
      const { url } = await startAll();
      const headers = { 'x-api-key': 'kgiton_faulty', 'content-type': 'application/json' };
      const body = JSON.stringify({ fault: { kind: 'reset', times: 7 } });
      await fetch(`${url}/_sandbox/faults`, { method: 'PUT', headers, body });
      const ask = () =>
        fetch(`${url}/api/partner/payment/status/ORDER-NONE`, { headers }).then(
          ({ status }) => status,
          (error: TypeError) => error.message,
        );
      for (let times = 0; times < 7; times++) {
        expect(await ask()).toBe('fetch failed');
        expect((await generate(url, `ORDER-${times}`)).status).toBe(200);
      }
      expect(await ask()).toBe(404);
    });

    test('are one sandbox, also once a replica has stopped', async () => {
      const { replicas, url } = await startAll();
      const ids = Array.from({ length: 30 }, (_, index) => `ORDER-${index}`);
      for (const response of await Promise.all(ids.map((id) => generate(url, id)))) expect(response.status).toBe(200);
      expect(await replicas[0]?.stop()).toBe(0);
      for (const response of await Promise.all(ids.map((id) => generate(url, `${id}-LATER`)))) {
        expect(response.status).toBe(200);
      }
      // Each knows what the others took.
      for (const replica of replicas.slice(1)) {
        const headers = { 'x-api-key': 'kgiton_compose' };
        const { payments } = await (await fetch(`${replica.url}/_sandbox/payments`, { headers })).json();
        expect(payments).toHaveLength(60);
      }
    });
  },
);

/** Starts the store of the file on loopback. @returns its URL */
async function startStore([, ...args]: readonly string[]): Promise<string> {
  const at = await freePort();
  const data = await mkdtemp(join(folder, 'valkey-'));
  const here = ['--bind', '127.0.0.1', '--port', `${at}`, '--dir', data];
  await startUntil([SERVER ?? '', ...args, ...here], 'Ready to accept connections');
  return `redis://127.0.0.1:${at}`;
}

/** Starts the proxy of the file on loopback, with the addresses that Docker would find behind the name. @returns its URL */
async function startProxy(hosts: readonly string[]): Promise<string> {
  const at = await freePort();
  const servers = hosts.map((host, index) => `server replica${index + 1} ${host} check`).join('\n  ');
  const config = (shared.configs?.proxy?.content ?? '')
    .replace(/server-template replica .*/, servers)
    .replace(/bind :\d+/, `bind 127.0.0.1:${at}`);
  expect(config).toContain(servers);
  const file = join(await mkdtemp(join(folder, 'haproxy-')), 'haproxy.cfg');
  await writeFile(file, config);
  // -db: in the foreground. It says nothing once it listens.
  await startUntil(['haproxy', '-db', '-V', '-f', file], 'Available polling systems');
  await expect
    .poll(() =>
      fetch(`http://127.0.0.1:${at}/_sandbox/ready`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
  return `http://127.0.0.1:${at}`;
}

/** Starts a program until the test ends, and waits until it says so. */
async function startUntil([program = '', ...args]: readonly string[], ready: string): Promise<void> {
  const child = spawn(program, args, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder }, stdio: 'pipe' });
  onTestFinished(async () => {
    const exit = once(child, 'exit');
    if (child.kill()) await exit;
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${program} ended:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (output.includes(ready)) resolve();
      });
    }
  });
}
