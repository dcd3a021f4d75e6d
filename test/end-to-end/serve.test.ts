import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { freePort, parsePort } from '../../scripts/ports.js';
import { startReceiver } from '../support/http-server.js';
import { runUntil } from '../support/running-command.js';
import { scriptArguments } from '../support/workspace.js';

const run = promisify(execFile);

const isUp = (port: number) => fetch(`http://127.0.0.1:${port}/`).then(Boolean, () => false);

test('npm start serves the documentation in both languages, mock and sandbox, its curl command answers 200, and Ctrl-C stops them all', async () => {
  const [docs, mock, sandbox] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--docs-port', `${docs}`, '--mock-port', `${mock}`, '--sandbox-port', `${sandbox}`];
  const started = await runUntil(['start', '--', ...ports], 'Ctrl-C');

  expect(started.output()).toContain(`http://localhost:${docs}`);
  const [first, english, lost] = await Promise.all(
    ['', 'en/', 'lost.html'].map((path) => fetch(`http://localhost:${docs}/${path}`)),
  );
  expect(first?.headers.get('content-type')).toContain('text/html');
  // Not pages: a browser has to be told how they are encoded.
  for (const file of ['index.md', 'llms-full.txt']) {
    const { headers } = await fetch(new URL(file, first?.url));
    expect(headers.get('content-type'), file).toMatch(/^text\/\w+;\s?charset=utf-8$/);
  }
  expect(await first?.text()).toContain('Buat pembayaran');
  expect(await english?.text()).toContain('Generate a payment');
  expect(lost?.status).toBe(404);
  // Commands of the guides call the sandbox where it listens, and so does what the panel copies.
  for (const file of ['quickstart.html', 'quickstart.md', 'sandbox-api-pay-payment.html', 'en/llms-full.txt']) {
    const text = await (await fetch(new URL(file, first?.url))).text();
    expect(text, file).toContain(`localhost:${sandbox}`);
    expect(text.match(/(localhost|127\.0\.0\.1):4020/g), file).toBeNull();
  }
  expect(await lost?.text()).toContain('Halaman ini tidak ada.');

  const curl = started.output().match(/curl[\s\S]+?'\n/)?.[0] ?? '';
  expect(curl).toContain(`http://localhost:${sandbox}`);
  expect(await isUp(mock)).toBe(true);
  const { stdout } = await run('bash', ['-c', curl]);
  expect(stdout).toMatch(/^HTTP\/1.1 200 OK/);
  expect(stdout).toContain('"payment_type":"QRIS"');

  await started.pressCtrlC();
  expect([await isUp(docs), await isUp(mock), await isUp(sandbox)]).toEqual([false, false, false]);
});

test('npm run mock serves the contract on the port given, and Ctrl-C stops it', async () => {
  const port = await freePort();
  const mock = await runUntil(['run', 'mock', '--', '--port', `${port}`], 'Ctrl-C');
  const path = '/api/partner/payment/generate';
  expect((await fetch(`http://localhost:${port}${path}`, { method: 'POST' })).status).toBe(401);

  // Prism calls the webhook_url even of a request that it refuses, so no page of another site may send one.
  await using receiver = await startReceiver();
  async function send(webhookPath: string, headers: Record<string, string>): Promise<number | undefined> {
    const given = { 'content-type': 'application/json', ...headers };
    const options = { host: '127.0.0.1', port, path, method: 'POST', headers: given, agent: false };
    const body = JSON.stringify({ webhook_url: new URL(webhookPath, receiver.url) });
    const [response] = await once(request(options).end(body), 'response');
    response.resume();
    return response.statusCode;
  }
  const foreign: Record<string, string>[] = [
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { origin: 'http://localhost.elsewhere.example' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'rebound.example' },
    { host: `127.0.0.1.rebound.example:${port}` },
    { host: '[' },
  ];
  for (const headers of foreign) expect([headers, await send('/refused', headers)]).toEqual([headers, 403]);
  expect(await send('/allowed', { origin: 'http://localhost:4000' })).toBe(401);
  expect((await receiver.next()).url).toBe('/allowed');

  await mock.pressCtrlC();
  expect(await isUp(port)).toBe(false);
});

describe('a command that cannot listen', () => {
  async function finished(script: string, args: string[], env: Record<string, string> = {}) {
    const options = { cwd: ROOT, env: { ...process.env, ...env } };
    return run(process.execPath, scriptArguments(script, args), options).then(
      ({ stdout, stderr }) => ({ exitCode: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ exitCode: Number(code), stdout: String(stdout), stderr: String(stderr) }),
    );
  }

  test('exits with 1 and says in one line which port is in use and how to choose another', async () => {
    const occupant = createServer();
    occupant.listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const { port } = occupant.address() as { port: number };
    try {
      const busy = (remedy: string) => ({
        exitCode: 1,
        stdout: '',
        stderr: `Port ${port} is in use; choose another with ${remedy}.\n`,
      });
      expect(await finished('scripts/mock.ts', ['--port', `${port}`])).toEqual(busy('--port N or MOCK_PORT=N'));
      expect(await finished('scripts/mock.ts', [], { MOCK_PORT: `${port}` })).toEqual(busy('--port N or MOCK_PORT=N'));
      expect(await finished('scripts/start.ts', ['--docs-port', `${port}`, '--mock-port', '0'])).toEqual(
        busy('--docs-port N or DOCS_PORT=N'),
      );
      expect(await finished('scripts/start.ts', ['--docs-port', '0', '--mock-port', `${port}`])).toEqual(
        busy('--mock-port N or MOCK_PORT=N'),
      );
      const others = ['--docs-port', '0', '--mock-port', '0'];
      expect(await finished('scripts/start.ts', [...others, '--sandbox-port', `${port}`])).toEqual(
        busy('--sandbox-port N or SANDBOX_PORT=N'),
      );
    } finally {
      occupant.close();
    }
  });

  const refusal = (port: string) => `--port or MOCK_PORT: expected a port from 0 to 65535, got "${port}".`;

  test('refuses what is no port in one line, and exits with 1', async () => {
    const { exitCode, stderr } = await finished('scripts/mock.ts', ['--port=-1']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`${refusal('-1')}\n`);
  });

  test.each(['x', '-1', '65536', '1.5'])('refuses the port %s, and says what it expected', (port) => {
    expect(() => parsePort(port, '--port or MOCK_PORT', 4010)).toThrow(new RangeError(refusal(port)));
  });

  test('rejects one port for two servers', async () => {
    const port = `${await freePort()}`;
    const { exitCode, stderr } = await finished('scripts/start.ts', ['--docs-port', port, '--mock-port', port]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/expected different ports, got (\d+), \1 and 4020\.\n$/);
  });

  test('rejects an unknown flag', async () => {
    const { exitCode, stderr } = await finished('scripts/start.ts', ['--port', '1']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Unknown option '--port'");
  });
});
