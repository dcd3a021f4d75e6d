import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../../test/compatibility/run.js';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { startReceiver } from '../../../test/support/http-server.js';
import { ROOT } from '../../paths.js';
import { FUSE, licenseOfNode, writeExecutable } from '../executable.js';
import { SINGLE_FILE, writeSingleFile } from '../single-file.js';
import { startCommand } from './started.js';

/** A folder with nothing else in it. */
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-single-file-'));
  file = join(folder, SINGLE_FILE);
  await writeSingleFile(file);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the sandbox as one file', () => {
  const command = () => [process.execPath, file];

  commands(command);

  test('loads nothing but what Node.js has', async () => {
    const text = await readFile(file, 'utf8');
    const loaded = [...text.matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(
      ([, name = '']) => name,
    );
    expect(loaded).toContain('node:http');
    const others = loaded.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
    // A name that is made at run time is that of a database of the rate limiter, which is not used.
    const named = others.filter((name) => !name.includes('{'));
    // What the Redis client uses where it is there.
    expect(named).toEqual(['@node-rs/xxhash', '@opentelemetry/api']);
    expect(text).not.toContain('import.meta');
    expect(text).not.toContain(ROOT);
  });

  test('is a program of its own, with the licenses of what others have written', async () => {
    expect((await run(file, ['--version'], folder)).output).toBe(`${await version()}\n`);
    const text = await readFile(file, 'utf8');
    const notices = text.slice(text.indexOf('This file contains the following software.'));
    for (const name of ['hono', '@hono/node-server', '@redis/client', 'yaml', 'crc']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\n\\n(.*\\n)*?.*(copyright|MIT|ISC)`, 'im'));
    }
  });
});

describeWithTools(
  'the sandbox as one program without Node.js',
  [
    [process.execPath, '-e', 'process.exit(process.platform === "linux" ? 0 : 1)'],
    ['grep', '--quiet', FUSE, process.execPath],
  ],
  () => {
    let program: string;
    beforeAll(async () => {
      program = join(folder, 'kgiton-sandbox');
      await writeExecutable(file, program);
    });

    commands(() => [program]);

    test('comes with the license of the Node.js in it', async () => {
      expect(await licenseOfNode()).toMatch(/^Node\.js is licensed for use as follows:/m);
    });
  },
);

const version = async () => JSON.parse(await readFile(join(ROOT, 'packages/sandbox/package.json'), 'utf8')).version;

/** What the command does, wherever it comes from. */
function commands(command: () => string[]) {
  test('starts, takes a payment to its webhook, and stops', async () => {
    await using receiver = await startReceiver();
    const sandbox = await startCommand(command(), folder);
    const post = (path: string, body?: object) =>
      fetch(sandbox.url + path, {
        method: 'POST',
        headers: { 'x-api-key': 'kgiton_single_file', 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
    const created = await post('/api/partner/payment/generate', {
      transaction_id: 'ORDER-1',
      amount: 50_000,
      license_key: 'SANDB-ACTIV-E0000-00000-00001',
      payment_type: 'QRIS',
      webhook_url: receiver.url,
    });
    const { qris } = (await created.json()) as { qris: { qr_image_url: string } };
    expect((await fetch(qris.qr_image_url)).headers.get('content-type')).toBe('image/png');
    expect((await post('/_sandbox/payments/ORDER-1/pay')).status).toBe(200);
    expect(JSON.parse((await receiver.next()).body)).toMatchObject({ transaction_id: 'ORDER-1' });
    expect(await sandbox.stop()).toBe(0);
  });

  test('serves the document of its control API, which no file beside it holds', async () => {
    const sandbox = await startCommand(command(), folder);
    const served = await fetch(`${sandbox.url}/_sandbox/openapi.json`);
    expect(await served.json()).toEqual(
      JSON.parse(await readFile(join(ROOT, 'packages/sandbox/openapi.json'), 'utf8')),
    );
    expect((await fetch(sandbox.url, { headers: { accept: 'text/html' } })).status).toBe(200);
    await sandbox.stop();
  });

  test('plays workflows from YAML, with criteria in JSONPath', async () => {
    const sandbox = await startCommand(command(), folder);
    const [program = '', ...args] = command();
    const workflow = join(ROOT, 'openapi/workflows/errors.arazzo.yaml');
    const played = await run(program, [...args, 'run', workflow, '--server', sandbox.url], folder);
    expect(played.exitCode, played.output).toBe(0);
    await sandbox.stop();
  });

  test('has the store for Redis inside', async () => {
    const [program = '', ...args] = command();
    expect(await run(program, [...args, '--store', 'redis://127.0.0.1:9'], folder)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^kgiton-sandbox: --store: cannot use redis:\/\/127\.0\.0\.1:9: .*ECONNREFUSED/),
    });
  });

  test('sends a webhook, and says what a wrong option is', async () => {
    const [program = '', ...args] = command();
    expect(
      await run(program, [...args, 'trigger', 'payment.success', '--to', 'http://127.0.0.1:9/'], folder),
    ).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^Not acknowledged: /),
    });
    expect(await run(program, [...args, '--port', 'none'], folder)).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^kgiton-sandbox: --port: expected /),
    });
  });
}
