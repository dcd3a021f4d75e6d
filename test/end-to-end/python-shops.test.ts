import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from '../compatibility/run.js';
import { describeWithInstalled } from '../support/describe-with-tools.js';
import { serve } from '../support/http-server.js';

const PYTHON = join(ROOT, 'packages/python/.venv/bin/python');
const SANDBOX = join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js');
const PYTHONPATH = join(ROOT, 'packages/python/src');

/** How each shop is tested and started, with `PORT` in place of its port, and how its order becomes payable. */
const SHOPS = {
  'django-shop': {
    test: ['manage.py', 'test'],
    passed: /^OK$/m,
    prepare: ['manage.py', 'migrate', '--verbosity=0'],
    start: ['manage.py', 'runserver', '--noreload', '--nothreading', '127.0.0.1:PORT'],
    order: async (url: string) => {
      // As a browser does: the form's token, and its cookie.
      const page = await fetch(url);
      const token = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(await page.text())?.[1] ?? '';
      const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
      const post = (path: string) =>
        fetch(url + path, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: `csrfmiddlewaretoken=${token}`,
          redirect: 'manual',
        });
      await post('/');
      const paying = await post('/orders/1/pay');
      expect(await paying.text()).toContain('alt="QRIS code"');
    },
  },
  'fastapi-shop': {
    test: ['-m', 'pytest', '-p', 'no:cacheprovider', '-p', 'kgiton.testing.pytest_plugin'],
    passed: /^=+ \d+ passed in/m,
    prepare: ['-c', ''],
    start: ['-m', 'uvicorn', 'main:app', '--port=PORT', '--log-level=warning'],
    order: async (url: string) => {
      await fetch(`${url}/orders`, { method: 'POST' });
      const paying = await fetch(`${url}/orders/1/pay`, { method: 'POST' });
      expect(await paying.json()).toMatchObject({ transaction_id: 'ORDER-1-1' });
    },
  },
};

describeWithInstalled('the shops in Python', PYTHON, 'packages/python/tools/install.sh', () => {
  let sandbox: RunningSandbox;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kgiton-shops-'));
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(async () => {
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(Object.entries(SHOPS))('%s passes its tests', { timeout: 180_000 }, async (name, shop) => {
    const environment = { PYTHONPATH, KGITON_SANDBOX_URL: sandbox.url, PYTHONDONTWRITEBYTECODE: '1' };
    const { exitCode, output } = await run(PYTHON, shop.test, join(ROOT, 'examples', name), environment, 150_000);
    expect(exitCode, output).toBe(0);
    expect(output).toMatch(shop.passed);
  });

  test.each(Object.entries(SHOPS))(
    '%s withstands what others may send to its webhook',
    { timeout: 240_000 },
    async (name, shop) => {
      const cwd = join(ROOT, 'examples', name);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const environment = {
        PYTHONPATH,
        PYTHONDONTWRITEBYTECODE: '1',
        DATABASE: join(folder, `${name}.sqlite3`),
        DEBUG: '1',
        KGITON_BASE_URL: sandbox.url,
        // The sandbox does not send: check-webhook does.
        PUBLIC_URL: 'http://127.0.0.1:9',
      };
      const prepared = await run(PYTHON, shop.prepare, cwd, environment);
      expect(prepared.exitCode, prepared.output).toBe(0);
      const child = spawn(
        PYTHON,
        shop.start.map((argument) => argument.replace('PORT', String(port))),
        { cwd, env: { ...process.env, ...environment }, stdio: 'ignore' },
      );
      try {
        await expect
          .poll(
            () =>
              fetch(`${url}/orders/0`).then(
                ({ status }) => status,
                () => 0,
              ),
            { timeout: 60_000 },
          )
          .toBe(404);
        await shop.order(url);
        const args = ['check-webhook', `${url}/webhook/payment`, '--json', '--transaction-id', 'ORDER-1-1'];
        const { exitCode, output } = await run(
          'node',
          [SANDBOX, ...args, '--probe', `${url}/webhook/count`],
          cwd,
          {},
          150_000,
        );
        expect(exitCode, output).toBe(0);
        const verdicts = (JSON.parse(output) as { verdict: string }[]).map(({ verdict }) => verdict);
        expect(new Set(verdicts), output).toEqual(new Set(['passed']));
      } finally {
        child.kill();
        await once(child, 'exit');
      }
    },
  );
});

async function freePort(): Promise<number> {
  await using server = await serve(() => {});
  return Number(new URL(server.url).port);
}
