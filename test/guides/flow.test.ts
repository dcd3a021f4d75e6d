import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { freePort } from '../../scripts/ports.js';
import { blockAt, withPorts } from './pages.js';
import {
  createReaderFolder,
  describeWithShell,
  installInto,
  type ReaderFolder,
  type RunningCommand,
  runInBash,
  startInBash,
} from './shell.js';

/** npx takes its time on a busy machine. */
const STARTING = { timeout: 45_000 };

/** A command of the quickstart that installs is left out: everything is installed here. */
const withoutInstalls = (code: string) => code.replaceAll(/^npm install .*\n/gm, '');

describeWithShell('a newcomer who types the quickstart, from its top to its end', () => {
  const ports = { sandbox: 0, handler: 0 };
  let home: ReaderFolder;
  let folder: ReaderFolder;
  let sandbox: RunningCommand;
  let handler: RunningCommand;
  beforeAll(async () => {
    home = await createReaderFolder();
    ports.sandbox = await freePort();
    ports.handler = await freePort();
  });
  afterAll(async () => {
    await Promise.all([sandbox?.[Symbol.asyncDispose](), handler?.[Symbol.asyncDispose]()]);
    await home?.[Symbol.asyncDispose]();
  });

  const type = async (command: string) => {
    const { exitCode, output } = await runInBash(withPorts(withoutInstalls(command), ports), folder);
    expect(exitCode, output).toBe(0);
    return output;
  };
  const pay = (transactionId: string) => type(blockAt('quickstart#pay').code.replace('QUICKSTART-1', transactionId));

  test('makes a folder for it, with a package of its own', async () => {
    const { exitCode, output } = await runInBash(`${blockAt('quickstart#start').code}pwd`, home);
    expect(exitCode, output).toBe(0);
    folder = await installInto(output.trim().split('\n').at(-1) ?? '');
    expect(await readdir(folder.path)).toContain('package.json');
  });

  test('starts the sandbox, which says where it listens and has a dashboard there', async () => {
    const code = withoutInstalls(blockAt('quickstart#start/2').code);
    sandbox = startInBash(code, folder, { KGITON_SANDBOX_PORT: String(ports.sandbox) });
    await expect.poll(() => sandbox.output(), STARTING).toContain(`http://127.0.0.1:${ports.sandbox}`);
    const dashboard = await fetch(`http://localhost:${ports.sandbox}`);
    expect(dashboard.headers.get('content-type')).toMatch(/^text\/html/);
  });

  test('creates a payment, finds it in the dashboard and pays it', async () => {
    expect(await type(blockAt('quickstart#create').code)).toContain('"success":true');
    expect(await (await fetch(`http://localhost:${ports.sandbox}`)).text()).toContain('QUICKSTART-1');
    expect(await pay('QUICKSTART-1')).toContain('"state":"paid"');
  });

  test('copies the handler in TypeScript from the webhooks guide and starts it', async () => {
    const { code } = blockAt('webhooks#handler', 'typescript');
    const sample = await readFile(join(ROOT, 'openapi/samples/payment-success/webhook-handler.mts'), 'utf8');
    expect(code).toBe(sample);
    await folder.write('webhook-handler.mts', code);
    const command = withoutInstalls(blockAt('quickstart#webhook').code);
    handler = startInBash(command, folder, { PORT: String(ports.handler) });
    await expect.poll(() => handler.output(), STARTING).toContain(`Listening on http://127.0.0.1:${ports.handler}`);
  });

  test('creates and pays another payment, and the handler prints that it is paid', async () => {
    expect(await type(blockAt('quickstart#webhook/2').code)).toContain('"state":"paid"');
    await expect.poll(() => handler.output()).toMatch(/^Paid: QUICKSTART-2 50000$/m);
  });

  test('sends the handler a signed webhook directly, and it prints that too', async () => {
    expect(await type(blockAt('quickstart#webhook/3').code)).toMatch(/^Acknowledged: 200 /);
    await expect.poll(() => handler.output()).toMatch(/^Paid: TRX-2026-001 50000$/m);
  });

  test('does the same with the SDK, pays, and the handler prints that it is paid', async () => {
    await folder.write('quickstart.mts', withPorts(blockAt('quickstart#sdk', 'ts').code, ports));
    expect(await type(blockAt('quickstart#sdk').code)).toMatch(/^Scan http:\S+\.png before 20\S+Z\n$/);
    await pay('QUICKSTART-3');
    await expect.poll(() => handler.output()).toMatch(/^Paid: QUICKSTART-3 50000$/m);
  });

  test('has a handler that was told of each payment once, and printed nothing else', () => {
    const lines = handler.output().trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('Paid: '))).toHaveLength(1);
    expect(lines).toHaveLength(4);
  });
});
