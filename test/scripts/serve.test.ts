import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { freePort } from '../../scripts/ports.js';
import { scriptArguments } from '../support/workspace.js';

const run = promisify(execFile);

interface Running {
  output(): string;
  /** Presses Ctrl-C: the terminal sends SIGINT to every process of the command. */
  pressCtrlC(): Promise<number | null>;
}

/** Runs an npm command as a terminal does, in a process group of its own, until it prints `ready`. */
async function runUntil(args: string[], ready: string): Promise<Running> {
  const child = spawn('npm', args, { cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`It ended before it was ready:\n${output}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk;
        if (output.includes(ready)) resolve();
      });
    }
  });
  child.removeAllListeners('exit');
  return {
    output: () => output,
    async pressCtrlC() {
      process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
      const [exitCode] = await once(child, 'exit');
      return exitCode;
    },
  };
}

const isUp = (port: number) => fetch(`http://127.0.0.1:${port}/`).then(Boolean, () => false);

test('npm start serves page, mock and sandbox, its curl command answers 200, and Ctrl-C stops them all', async () => {
  const [docs, mock, sandbox] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--docs-port', `${docs}`, '--mock-port', `${mock}`, '--sandbox-port', `${sandbox}`];
  const started = await runUntil(['start', '--', ...ports], 'Ctrl-C');

  expect(started.output()).toContain(`http://localhost:${docs}`);
  const page = await fetch(`http://localhost:${docs}/`);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('Generate a payment');

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
  expect((await fetch(`http://localhost:${port}/api/partner/payment/generate`, { method: 'POST' })).status).toBe(401);
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

  test('says in one line which port is in use and how to choose another, and exits with 1', async () => {
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
      expect(await finished('mock.ts', ['--port', `${port}`])).toEqual(busy('--port N or MOCK_PORT=N'));
      expect(await finished('mock.ts', [], { MOCK_PORT: `${port}` })).toEqual(busy('--port N or MOCK_PORT=N'));
      expect(await finished('start.ts', ['--docs-port', `${port}`, '--mock-port', '0'])).toEqual(
        busy('--docs-port N or DOCS_PORT=N'),
      );
      expect(await finished('start.ts', ['--docs-port', '0', '--mock-port', `${port}`])).toEqual(
        busy('--mock-port N or MOCK_PORT=N'),
      );
      const others = ['--docs-port', '0', '--mock-port', '0'];
      expect(await finished('start.ts', [...others, '--sandbox-port', `${port}`])).toEqual(
        busy('--sandbox-port N or SANDBOX_PORT=N'),
      );
    } finally {
      occupant.close();
    }
  });

  test.each(['x', '-1', '65536', '1.5'])('refuses the port %s, and says what it expected', async (port) => {
    const { exitCode, stderr } = await finished('mock.ts', [`--port=${port}`]);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`--port or MOCK_PORT: expected a port from 0 to 65535, got "${port}".\n`);
  });

  test('refuses one port for two servers', async () => {
    const port = `${await freePort()}`;
    const { exitCode, stderr } = await finished('start.ts', ['--docs-port', port, '--mock-port', port]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/expected different ports, got (\d+), \1 and 4020\.\n$/);
  });

  test('refuses an unknown flag', async () => {
    const { exitCode, stderr } = await finished('start.ts', ['--port', '1']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Unknown option '--port'");
  });
});
