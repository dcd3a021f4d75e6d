import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { createTestEvent, sign } from '@kgiton/sdk/webhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { serve } from '../support/http-server.js';
import { fencedBlocks } from '../support/typescript-project.js';

const PACKAGE = join(ROOT, 'packages/python');
const TOOLS = join(PACKAGE, '.venv/bin');
/** What mypy has found out about httpx: a few seconds less, the next time. */
const CACHE = join(PACKAGE, '.venv/cache/installed');
const README = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const snippets = fencedBlocks(README, 'python');
const isEndpoint = (code: string) => code.includes('do_POST');
const isTest = (code: string) => code.includes('def test_');
const programs = snippets.filter((code) => !isEndpoint(code) && !isTest(code));

describeWithInstalled(
  'the Python package, built and installed into a virtual environment of its own,',
  join(TOOLS, 'hatchling'),
  'packages/python/tools/install.sh',
  () => {
    let folder: string;
    let sandbox: RunningSandbox;
    // Bash reads the developer's .bashrc, with a PATH of its own, if it takes its input for a network connection.
    const shell = (command: string, environment: Record<string, string> = {}) =>
      run(
        'bash',
        ['--norc', '-e', '-c', command],
        folder,
        { PATH: `${TOOLS}:${process.env.PATH}`, ...environment },
        110_000,
      );

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kgiton-python-'));
      await cp(PACKAGE, join(folder, 'source'), {
        recursive: true,
        filter: (path) => !/\/(\.venv|dist|__pycache__)$/.test(path),
      });
      // From the source distribution, which pip builds a wheel of. The dependencies are those of the tests: nothing is
      // downloaded.
      const { exitCode, output } = await shell(`
        (cd source && hatchling build)
        python -m venv --without-pip venv
        python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$(echo venv/lib/python3*/site-packages)/tools.pth"
        venv/bin/python -m pip install --quiet --no-index --no-deps --no-build-isolation --disable-pip-version-check source/dist/*.tar.gz
      `);
      expect(exitCode, output).toBe(0);
      sandbox = await startSandbox({ port: 0 });
    }, 180_000);
    afterAll(async () => {
      await sandbox?.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('has its modules, its types, its license and its fixtures, and neither tests nor templates', async () => {
      const { output } = await shell('unzip -Z1 source/dist/*.whl | grep -v "^kgiton/.*[.]py$" | sort');
      const names = output.trim().split('\n');
      const version = /kgiton-(.+)\.dist-info/.exec(output)?.[1];
      expect(version).toBe(JSON.parse(await readFile(join(ROOT, 'packages/sdk/package.json'), 'utf8')).version);
      expect(names.sort()).toEqual(
        [
          'kgiton/py.typed',
          ...['METADATA', 'RECORD', 'WHEEL', 'entry_points.txt', 'licenses/LICENSE'].map(
            (name) => `kgiton-${version}.dist-info/${name}`,
          ),
        ].sort(),
      );
      expect((await shell('tar -tf source/dist/*.tar.gz | grep -E "/(tests|docs|tools)/" || true')).output).toBe('');
    });

    test('is installed with dependencies that fit, and has types for those who check theirs', async () => {
      const code = 'import kgiton; reveal_type(kgiton.Webhooks().verify(b"", ""))';
      await writeFile(join(folder, 'typed.py'), code);
      const { exitCode, output } = await shell(
        `venv/bin/python -m pip check && mypy --strict --cache-dir=${CACHE} --python-executable venv/bin/python typed.py`,
      );
      expect(exitCode, output).toBe(0);
      expect(output).toContain('Revealed type is "bool"');
    });

    test.each(
      programs.map((code) => [code.match(/partner_payment\.\w+|AsyncKGiTON|Webhooks\(\[/g)?.at(-1) ?? '', code]),
    )('runs the snippet of the README with %s, and does what its comments say', async (_name, code) => {
      const file = `snippet-${programs.indexOf(code)}.py`;
      await writeFile(join(folder, file), code.replaceAll('http://localhost:4020', sandbox.url));
      const { exitCode, output } = await shell(`venv/bin/python -W error::DeprecationWarning ${file}`);
      expect(exitCode, output).toBe(0);
      const promised = [...code.matchAll(/# prints: (.+)$/gm)].map(([, text]) => text);
      if (promised.length > 0) expect(output.trim().split('\n')).toEqual(promised);
      else expect(output).toMatch(/^(Scan|Send the customer to) http/);
    });

    test('takes a signed webhook once in the endpoint of the README, and refuses a forged one', async () => {
      await writeFile(join(folder, 'webhook.py'), snippets.find(isEndpoint) ?? '');
      const port = await freePort();
      const child = spawn('venv/bin/python', ['webhook.py', String(port)], {
        cwd: folder,
        env: { ...process.env, KGITON_WEBHOOK_SECRET: 'whsec_test_kgiton' },
        stdio: 'ignore',
      });
      try {
        const body = JSON.stringify(createTestEvent({ payment_id: 'PAY-1', transaction_id: 'TRX-1' }));
        const post = async (signature: string) => {
          const headers = { 'content-type': 'application/json', 'x-kgiton-signature': signature };
          const response = await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body, headers });
          return [response.status, await response.text()];
        };
        await expect.poll(() => post(sign(body, 'forged')).catch(() => [])).toEqual([401, 'mismatch']);
        const right = sign(body, 'whsec_test_kgiton');
        expect([await post(right), await post(right)]).toEqual([
          [200, 'OK'],
          [200, 'OK'],
        ]);
        const query = 'import sqlite3; print(*sqlite3.connect("orders.sqlite").execute("SELECT * FROM paid"))';
        expect((await shell(`python -c '${query}'`)).output).toBe("('PAY-1', 'TRX-1', 50000)\n");
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    });

    test('runs the tests of the README with pytest, which finds the fixture by itself', async () => {
      await writeFile(join(folder, 'test_payment.py'), snippets.find(isTest) ?? '');
      const command = 'venv/bin/python -m pytest -W error -p no:cacheprovider test_payment.py';
      const { exitCode, output } = await shell(command, { KGITON_SANDBOX_URL: sandbox.url });
      expect(exitCode, output).toBe(0);
      expect(output).toMatch(/=+ 2 passed in/);
    });
  },
);

test('the README of the Python package has a snippet of each kind', () => {
  expect(programs.length).toBeGreaterThanOrEqual(7);
  expect(snippets.filter(isEndpoint)).toHaveLength(1);
  expect(snippets.filter(isTest)).toHaveLength(1);
});

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
