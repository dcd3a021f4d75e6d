import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { bypassProxyOnThisMachine } from '../src/cli/proxy.js';
import { parseServeOptions, SERVE_OPTIONS } from '../src/cli/serve-options.js';
import { startSandbox } from '../src/index.js';
import { cli, start, stop } from './command.js';
import { caughtUp, LICENSE } from './requests.js';

const run = promisify(execFile);

/** Creates a payment. */
function generate(url: string, properties: Record<string, unknown> = {}): Promise<Response> {
  const body = {
    transaction_id: 'A',
    amount: 1000,
    license_key: LICENSE,
    payment_type: 'CHECKOUT_PAGE',
    ...properties,
  };
  return fetch(`${url}/api/partner/payment/generate`, {
    method: 'POST',
    headers: { 'x-api-key': 'kgiton_a', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

test('it prints its URL and a curl command that works, and exits with 0', async () => {
  const { child, output } = await start(['--port', '0']);
  await expect.poll(output).toContain('Ctrl-C');
  const curl = /^ {2}(curl [\s\S]+?)\n\n/m.exec(output())?.[1] ?? '';
  const { stdout } = await run('bash', ['-c', curl]);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, transaction_id: 'TRX-2026-001' });
  for (const text of ['whsec_test_kgiton', 'SANDB-EMPTY-00000-00000-00001']) expect(output()).toContain(text);
  expect(await stop(child, 'SIGINT')).toBe(0);
});

test('SIGTERM waits for an in-flight request, and exits with 0', async () => {
  const { child, url } = await start(['--port', '0', '--latency', '300']);
  const response = fetch(`${url}/api/partner/payment/generate`, { method: 'POST' });
  await caughtUp({ url });
  expect(await stop(child, 'SIGTERM')).toBe(0);
  expect((await response).status).toBe(401);
});

test('the banner lists the given license keys with their tokens, and where to look', async () => {
  const licenses = ['MINE-1=1', 'SANDB-ACTIV-E0000-00000-00001=5000', 'SANDB-EXPIR-ED000-00000-00001=3'];
  const { child, url, output } = await start(['--port', '0', ...licenses.flatMap((license) => ['--license', license])]);
  await expect.poll(output).toContain('Ctrl-C');
  for (const line of [
    /^ {4}MINE-1 {25}Works, with 1 token$/m,
    /^ {4}SANDB-ACTIV-E0000-00000-00001 {2}Works, with 5,000 tokens$/m,
    /^ {4}SANDB-EXPIR-ED000-00000-00001 {2}Has expired: LICENSE_EXPIRED$/m,
    new RegExp(`^ {2}dashboard {7}${url} in a browser$`, 'm'),
    new RegExp(`^ {2}control API {5}${url}/_sandbox/$`, 'm'),
  ]) {
    expect(output()).toMatch(line);
  }
  expect(output()).not.toContain('WARNING');
  await stop(child, 'SIGTERM');
});

test.each([
  [[], 'Webhooks to private networks are refused; --allow-private-webhooks allows them.'],
  [['--allow-private-webhooks'], 'Webhooks to private networks are allowed, so'],
])('where others can reach the sandbox, the banner warns of it, %o', async (args, sentence) => {
  const { child, output } = await start(['--port', '0', '--host', '0.0.0.0', ...args]);
  await expect.poll(output).toContain('Ctrl-C');
  expect(output()).toContain('WARNING: the sandbox listens on 0.0.0.0, so others in the network can use it.');
  expect(output()).toContain(sentence);
  await stop(child, 'SIGTERM');
});

test.each([
  [{ KGITON_SANDBOX_HOST: '0.0.0.0' }, /^webhooks to private networks are refused .+--allow-private-webhooks/],
  [{ KGITON_SANDBOX_HOST: '0.0.0.0', KGITON_SANDBOX_ALLOW_PRIVATE_WEBHOOKS: 'yes' }, /^connect ECONNREFUSED/],
  [{}, /^connect ECONNREFUSED/],
])('with %o a webhook to loopback fails with %s', async (environment, reason) => {
  const { child, url, output } = await start(['--port', '0', '--json'], environment);
  const response = await generate(url, { webhook_url: 'http://127.0.0.1:47/hook' });
  const { payment_url } = (await response.json()) as { payment_url: string };
  await fetch(`${payment_url}/pay`, { method: 'POST', headers: { origin: url }, redirect: 'manual' });
  await expect.poll(output).toContain('webhook of');
  const message =
    output()
      .split('\n')
      .find((line) => line.includes('webhook of')) ?? '';
  expect(message.replace(/^.+:47\/hook: /, '')).toMatch(reason);
  await stop(child, 'SIGTERM');
});

test('payment_url begins with the public URL', async () => {
  const { child, url, output } = await start(['--port', '0', '--public-url', 'https://pay.shop.test']);
  await expect.poll(output).toContain('Ctrl-C');
  expect(output()).toMatch(/^ {2}payment pages {3}https:\/\/pay\.shop\.test$/m);
  expect(await (await generate(url)).json()).toMatchObject({
    payment_url: expect.stringMatching(/^https:\/\/pay\.shop\.test\//),
  });
  await stop(child, 'SIGTERM');
});

test('pages of the given origins may call, whether given one by one or together in the environment', async () => {
  const first = await start(['--port', '0', '--allow-origin', 'https://docs.test', '--allow-origin', 'null']);
  const second = await start(['--port', '0'], { KGITON_SANDBOX_ALLOW_ORIGIN: 'https://docs.test, null' });
  for (const { child, url } of [first, second]) {
    const ask = (origin: string) =>
      fetch(`${url}/api/partner/payment/generate`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const responses = await Promise.all(['https://docs.test', 'null', 'https://other.test'].map(ask));
    expect(responses.map(({ status }) => status)).toEqual([204, 204, 403]);
    await stop(child, 'SIGTERM');
  }
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a second %s stops it at once, with exit code %i', async (signal, code) => {
  const { child, url, output } = await start(['--port', '0', '--latency', '60000']);
  const response = generate(url).catch(() => undefined);
  await caughtUp({ url });
  child.kill(signal);
  // A runner may pass on a Ctrl-C that the terminal has already sent: it does not count as the second. A system delivers two
  // at the same moment as one.
  await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill(signal);
  await expect.poll(output).toContain('info: shutting down: waiting for in-flight requests');
  expect(child.exitCode).toBeNull();
  expect(await stop(child, signal)).toBe(code);
  await response;
});

test('options take precedence over their environment variables', async () => {
  const { child, url, output } = await start(['--port', '0', '--seed', 'a', '--license', 'MINE-1=1', '--json'], {
    KGITON_SANDBOX_PORT: '1',
    KGITON_SANDBOX_DOCS_URL: 'https://docs.test/pay/',
    KGITON_SANDBOX_WEBHOOK_SECRET: 'whsec_mine',
  });
  expect(JSON.parse(output().split('\n')[0] ?? '')).toEqual({ event: 'listening', url });
  const properties = { license_key: 'MINE-1', payment_type: 'QRIS', colour: 1 };
  const send = (transaction_id: string) => generate(url, { ...properties, transaction_id });
  expect(await (await send('A')).json()).toMatchObject({ expires_at: '2026-01-15T10:30:00Z' });
  expect((await send('B')).status).toBe(402);
  await expect.poll(output).toContain('{"level":"info","message":"unknown property /colour is ignored"}');
  await stop(child, 'SIGTERM');
});

test.each([
  [['--port', 'x'], /--port: expected a whole number from 0 to 65535, got "x"/],
  [['--latency', '9..1'], /--latency: expected MS or LEAST\.\.MOST/],
  [['--license', 'MINE'], /--license: expected KEY=TOKENS, with a KEY of at most 100 characters, got "MINE"/],
  [['--license', `${'K'.repeat(101)}=1`], /--license: expected KEY=TOKENS, with a KEY of at most 100 characters/],
  [['--allow-origin', '*'], /--allow-origin: expected an http or https origin alone, .+, or null, got "\*"/],
  [['--log-level', 'loud'], /--log-level: expected silent, warn or info/],
  [['--nonsense'], /nonsense/],
  [
    ['triger'],
    /there is no command triger; did you mean trigger\? The commands are trigger, run, listen and check-webhook\./,
  ],
  [['check-webook'], /there is no command check-webook; did you mean check-webhook\?/],
  [
    ['start'],
    /there is no command start; without a command, the sandbox starts\. The commands are trigger, run, listen and/,
  ],
])('%o is refused in two lines, with exit code 1', async (args, message) => {
  const failed = await run(process.execPath, [cli, ...args]).catch((error) => error);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(message);
  expect(failed.stderr.trim().split('\n')).toHaveLength(2);
});

test('a port that is in use is reported in one line', async () => {
  await using other = await startSandbox({ port: 0 });
  const { port } = new URL(other.url);
  const failed = await run(process.execPath, [cli, '--port', port]).catch((error) => error);
  expect([failed.code, failed.stderr]).toEqual([
    1,
    `kgiton-sandbox: the port ${port} is in use; choose another with --port.\n`,
  ]);
});

test('a host that is not of this machine is reported in one line', async () => {
  const failed = await run(process.execPath, [cli, '--host', '192.0.2.1', '--port', '0']).catch((error) => error);
  expect([failed.code, failed.stderr]).toEqual([
    1,
    'kgiton-sandbox: the host 192.0.2.1 is not an address of this machine; choose another with --host (0.0.0.0: all addresses).\n',
  ]);
});

test.each([
  ['1', true],
  ['true', true],
  ['YES', true],
  ['0', false],
  ['false', false],
  ['no', false],
  ['', false],
])('KGITON_SANDBOX_JSON=%s means %s', (given, json) => {
  expect(parseServeOptions([], { KGITON_SANDBOX_JSON: given }).json).toBe(json);
});

test.each([
  [
    ['--host', 'http://0.0.0.0'],
    /^--host: expected an IP address or a host name without a port, such as 0\.0\.0\.0 or ::, got/,
  ],
  [
    ['--allow-origin', 'https://a.test', '--allow-origin', 'https://b.test/docs'],
    /^--allow-origin: expected an http or https origin alone, such as https:\/\/docs\.example, or null, got "https:\/\/b\.test\/docs"/,
  ],
  [['--host', '[::]'], /^--host: expected an IP address or a host name without a port/],
  [['--public-url', 'pay.shop.test'], /^--public-url: expected an http or https URL, got "pay\.shop\.test"/],
  [['--public-url', 'https://a.test/?b'], /^--public-url: expected a base URL, without \? and #/],
])('%o is invalid, and the error says why', (args, message) => {
  expect(() => parseServeOptions(args, {})).toThrow(message);
});

test('an invalid environment variable is named in the error', () => {
  expect(() => parseServeOptions([], { KGITON_SANDBOX_JSON: 'on' })).toThrow(
    'KGITON_SANDBOX_JSON: expected 1, true or yes, or 0, false or no, got "on".',
  );
  expect(() => parseServeOptions([], { KGITON_SANDBOX_PORT: 'x' })).toThrow('KGITON_SANDBOX_PORT: expected a whole');
  expect(() => parseServeOptions([], { KGITON_SANDBOX_ALLOW_ORIGIN: 'https://a.test,b.test' })).toThrow(
    'KGITON_SANDBOX_ALLOW_ORIGIN: expected an http or https origin alone, such as https://docs.example, or null, got "b.test".',
  );
  expect(() => parseServeOptions([], { KGITON_SANDBOX_STORE_CA: 'ca.pem' })).toThrow(
    'KGITON_SANDBOX_STORE_CA: needs --store.',
  );
  expect(() => parseServeOptions(['--port', 'y'], { KGITON_SANDBOX_PORT: 'x' })).toThrow('--port: expected a whole');
  expect(parseServeOptions(['--json'], { KGITON_SANDBOX_JSON: 'on' }).json).toBe(true);
});

test('each option has an environment variable', () => {
  const options = parseServeOptions([], {
    KGITON_SANDBOX_PORT: '4021',
    KGITON_SANDBOX_HOST: '::',
    KGITON_SANDBOX_ALLOW_PRIVATE_WEBHOOKS: 'true',
    KGITON_SANDBOX_ALLOW_HOST: 'host.docker.internal, Sandbox.Test',
    KGITON_SANDBOX_ALLOW_ORIGIN: 'https://Docs.test, http://localhost:4000/, null',
    KGITON_SANDBOX_PUBLIC_URL: 'https://pay.shop.test/a',
    KGITON_SANDBOX_DOCS_URL: 'https://docs.test/pay/',
    KGITON_SANDBOX_WEBHOOK_SECRET: 'whsec_mine',
    KGITON_SANDBOX_LATENCY: '1..2',
    KGITON_SANDBOX_SEED: 'seed',
    KGITON_SANDBOX_STATE: 'state.json',
    KGITON_SANDBOX_STORE: 'redis://redis.test',
    KGITON_SANDBOX_STORE_CA: 'authority.pem',
    KGITON_SANDBOX_LICENSE: 'A=1,B=2',
    KGITON_SANDBOX_LOG_LEVEL: 'warn',
    KGITON_SANDBOX_JSON: '1',
  });
  expect(options).toEqual({
    version: false,
    port: 4021,
    host: '::',
    allowPrivateWebhooks: true,
    allowHosts: ['host.docker.internal', 'sandbox.test'],
    allowOrigins: ['https://docs.test', 'http://localhost:4000', 'null'],
    publicUrl: 'https://pay.shop.test/a',
    docsUrl: 'https://docs.test/pay/',
    webhookSecret: 'whsec_mine',
    latency: [1, 2],
    seed: 'seed',
    stateFile: 'state.json',
    storeUrl: new URL('redis://redis.test'),
    storeCaFile: 'authority.pem',
    licenses: { A: 1, B: 2 },
    logLevel: 'warn',
    json: true,
  });
});

test('--version prints the version of the package', async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, 'packages/sandbox/package.json'), 'utf8'));
  expect((await run(process.execPath, [cli, '--version'])).stdout).toBe(`${manifest.version}\n`);
});

test('--help lists every option with its environment variable, in lines of at most 120 characters and in columns', async () => {
  const { stdout } = await run(process.execPath, [cli, '--help']);
  const lines = stdout.split('\n');
  const flags = Object.keys(SERVE_OPTIONS).filter((flag) => flag !== 'help' && flag !== 'version');
  expect(flags).toHaveLength(24);
  const columns = flags.map((flag) => {
    const variable = `KGITON_SANDBOX_${flag.toUpperCase().replaceAll('-', '_')}`;
    const line = lines.find((candidate) => candidate.startsWith(`  --${flag} `)) ?? '';
    expect(line).toMatch(new RegExp(` ${variable}$`));
    return line.indexOf(variable);
  });
  expect(new Set(columns).size).toBe(1);
  expect(stdout).toContain('--version');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
});

test('--help works with an invalid environment variable', async () => {
  const env = { ...process.env, KGITON_SANDBOX_PORT: 'abc' };
  const { stdout } = await run(process.execPath, [cli, '--help'], { env });
  expect(stdout).toMatch(/^Usage: kgiton-sandbox/);
});

test.each([
  [{}, 'localhost,127.0.0.1,::1'],
  [{ NO_PROXY: 'shop.test' }, 'shop.test,localhost,127.0.0.1,::1'],
  [{ NO_PROXY: 'unused.test', no_proxy: 'shop.test' }, 'shop.test,localhost,127.0.0.1,::1'],
])('with %o, requests to this machine go past a proxy', (environment: NodeJS.ProcessEnv, expected) => {
  bypassProxyOnThisMachine(environment);
  expect(environment.no_proxy).toBe(expected);
});
