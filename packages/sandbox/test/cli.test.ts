import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { startSandbox } from '../src/index.js';

const cli = join(ROOT, 'packages/sandbox/dist/cli.js');
const run = promisify(execFile);

/** Starts the command, and gives what it printed when it listens. */
async function start(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      output += data;
    });
  await expect.poll(() => output).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  return { child, url, output: () => output };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill(signal);
  return (await exited)[0] as number | null;
}

test('it prints where it is and a curl command that works, and ends with 0', async () => {
  const { child, output } = await start(['--port', '0']);
  await expect.poll(output).toContain('Ctrl-C');
  const curl = /^ {2}(curl [\s\S]+?)\n\n/m.exec(output())?.[1] ?? '';
  const { stdout } = await run('bash', ['-c', curl]);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, transaction_id: 'TRX-2026-001' });
  for (const text of ['whsec_test_kgiton', 'SANDB-EMPTY-00000-00000-00001']) expect(output()).toContain(text);
  expect(await stop(child, 'SIGINT')).toBe(0);
});

test('SIGTERM lets a request under way end, and exits with 0', async () => {
  const { child, url } = await start(['--port', '0', '--latency', '300']);
  const answer = fetch(`${url}/api/partner/payment/generate`, { method: 'POST' });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await stop(child, 'SIGTERM')).toBe(0);
  expect((await answer).status).toBe(401);
});

test('flags come before their twins in the environment', async () => {
  const { child, url, output } = await start(['--port', '0', '--seed', 'a', '--license', 'MINE-1=1', '--json'], {
    KGITON_SANDBOX_PORT: '1',
    KGITON_SANDBOX_WEBHOOK_SECRET: 'whsec_mine',
  });
  expect(JSON.parse(output().split('\n')[0] ?? '')).toEqual({ event: 'listening', url });
  const body = { transaction_id: 'A', amount: 1000, license_key: 'MINE-1', payment_type: 'QRIS', colour: 1 };
  const send = (transaction_id: string) =>
    fetch(`${url}/api/partner/payment/generate`, {
      method: 'POST',
      headers: { 'x-api-key': 'kgiton_a', 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, transaction_id }),
    });
  expect(await (await send('A')).json()).toMatchObject({ expires_at: '2026-01-15T10:30:00Z' });
  expect((await send('B')).status).toBe(402);
  await expect.poll(output).toContain('{"level":"info","message":"unknown member /colour is ignored"}');
  await stop(child, 'SIGTERM');
});

test.each([
  [['--port', 'x'], /--port: expected a whole number from 0 to 65535, got "x"/],
  [['--latency', '9..1'], /--latency: expected MS or LEAST\.\.MOST/],
  [['--license', 'MINE'], /--license: expected KEY=TOKENS, got "MINE"/],
  [['--log-level', 'loud'], /--log-level: expected silent, warn or info/],
  [['--nonsense'], /nonsense/],
])('%o is refused in two lines, with exit code 1', async (args, message) => {
  const failed = await run(process.execPath, [cli, ...args]).catch((error) => error);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(message);
  expect(failed.stderr.trim().split('\n')).toHaveLength(2);
});

test('a port that is taken is named in one line', async () => {
  await using other = await startSandbox({ port: 0 });
  const failed = await run(process.execPath, [cli, '--port', new URL(other.url).port]).catch((error) => error);
  expect([failed.code, failed.stderr]).toEqual([1, 'kgiton-sandbox: the port is taken; choose another with --port.\n']);
});

test('--help tells every flag with its twin', async () => {
  const { stdout } = await run(process.execPath, [cli, '--help']);
  for (const flag of ['port', 'webhook-secret', 'latency', 'seed', 'license', 'log-level', 'json']) {
    expect(stdout).toContain(`--${flag}`);
    expect(stdout).toContain(`KGITON_SANDBOX_${flag.toUpperCase().replaceAll('-', '_')}`);
  }
});
