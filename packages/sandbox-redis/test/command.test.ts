import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { fencedBlocks } from '../../../test/support/typescript-project.js';
import { type RedisServer, SERVER, startRedis } from './redis-server.js';

const COMMAND = join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js');
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

describeWithTools('the command with a store', [[SERVER ?? 'redis-server', '--version']], () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  test('of the README shares what it keeps with another, and so does its code', async () => {
    const [command = ''] = fencedBlocks(readme, 'sh').filter((code) => code.includes('--store'));
    const [, url = ''] = /--store (\S+)/.exec(command) ?? [];
    const sandboxes = await Promise.all([
      start([COMMAND, '--json', '--port', '0', '--store', redis.url]),
      start([COMMAND, '--json', '--port', '0'], { KGITON_SANDBOX_STORE: redis.url }),
    ]);
    const [code = ''] = fencedBlocks(readme, 'ts');
    const program = join(await temporaryFolder(), 'start.mjs');
    await writeFile(
      program,
      `${code.replace(url, redis.url).replace('{ store', '{ port: 0, store')}\nconsole.log(JSON.stringify(sandbox));`,
    );
    await symlink(join(ROOT, 'node_modules'), join(program, '../node_modules'));
    const withCode = await start([program]);

    const headers = { 'x-api-key': 'kgiton_team', 'content-type': 'application/json' };
    const [one, other] = sandboxes;
    await fetch(`${one?.url}/_sandbox/licenses/MINE`, { method: 'PATCH', headers, body: '{"tokens":7}' });
    for (const { url } of [other, withCode] as { url: string }[]) {
      const license = await (await fetch(`${url}/_sandbox/licenses/MINE`, { headers })).json();
      expect(license).toMatchObject({ key: 'MINE', tokens: 7 });
    }
  });

  test('shuts down gracefully, and exits with 0', async () => {
    const { process } = await start([COMMAND, '--json', '--port', '0', '--store', redis.url]);
    const ended = once(process, 'exit');
    process.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test.each([
    ['redis://:secret@127.0.0.1:1', '--store: cannot use redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1'],
    ['http://:secret@127.0.0.1', '--store: expected a URL such as redis://localhost:6379'],
    ['redis:', '--store: expected a URL such as redis://localhost:6379'],
    [
      'redis://:secret@127.0.0.1:1/x',
      '--store: expected a URL such as redis://localhost:6379, with redis:, rediss:, redis+cluster: or rediss+cluster:, got "redis://127.0.0.1:1/x"',
    ],
  ])('says what is wrong with %s, without a password', async (url, message) => {
    const { code, error } = await run([COMMAND, '--port', '0', '--store', url]);
    expect([code, error.split('\n')[0]]).toEqual([1, expect.stringContaining(message)]);
    expect(error).not.toContain('secret');
  });

  test.each(['--seed', '--state'])('refuses %s, which needs a state of its own', async (option) => {
    const { code, error } = await run([COMMAND, '--store', redis.url, option, 'x']);
    expect([code, error.split('\n')[0]]).toEqual([
      1,
      expect.stringContaining(`${option}: cannot be used with --store`),
    ]);
  });

  test('says which package is missing', async () => {
    const folder = await temporaryFolder();
    const installed = join(folder, 'node_modules/@kgiton');
    await mkdir(installed, { recursive: true });
    await symlink(join(ROOT, 'packages/contract'), join(installed, 'contract'));
    await cp(join(ROOT, 'packages/sandbox'), join(installed, 'sandbox'), {
      recursive: true,
      filter: (path) => !/sandbox\/(src|test|node_modules)/.test(path),
    });
    for (const name of ['hono', '@hono', 'lean-qr', 'crc', 'tinyqueue']) {
      await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const { code, error } = await run([join(installed, 'sandbox/bin/kgiton-sandbox.js'), '--store', redis.url]);
    expect([code, error.split('\n')[0]]).toEqual([
      1,
      expect.stringContaining('--store: needs the package @kgiton/sandbox-redis beside this one'),
    ]);
  });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a program whose first line of output is JSON with the URL that it listens on. */
async function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { url: JSON.parse(line).url as string, process: child };
}

async function run(args: readonly string[]): Promise<{ code: number | null; error: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let error = '';
  child.stderr.on('data', (chunk) => {
    error += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, error };
}
