import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { freePort } from '../../../../scripts/ports.js';
import { describeInChromium, launchChromium } from '../../../../test/support/chromium.js';
import { type Running, runUntil } from '../../../../test/support/running-command.js';

/** What `npm start` needs of a checkout. */
const NEEDED = [
  'CHANGELOG.md',
  'examples',
  'openapi',
  'package.json',
  'package-lock.json',
  'packages',
  'redocly.yaml',
  'scripts',
  'test/conformance',
  'tsconfig.base.json',
];

/** A changed contract is generated and drawn by Redoc again: seconds, and more than a minute on a busy machine. */
const REBUILT = { timeout: 100_000 };
vi.setConfig({ testTimeout: 150_000, hookTimeout: 150_000 });

let checkout: string;
let docs: string;
let flags: string[];
let started: Running;

// A checkout of its own: the tests beside this one read the files that are edited here.
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'kgiton-live-rebuild-'));
  for (const name of NEEDED) {
    await cp(join(ROOT, name), join(checkout, name), {
      recursive: true,
      preserveTimestamps: true,
      // Toolchains that CI installs take a gigabyte.
      filter: (path) => !/\/(\.venv|target|vendor|tools\/laravel\/\d[^/]*|tools\/php-wasm\/node_modules)$/.test(path),
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  docs = `http://localhost:${ports[0]}`;
  flags = ['docs', 'mock', 'sandbox'].flatMap((name, index) => [`--${name}-port`, `${ports[index]}`]);
  started = await runUntil(['start', '--', ...flags], 'Ctrl-C', checkout);
});

afterAll(async () => {
  await started?.pressCtrlC();
  if (checkout) await rm(checkout, { recursive: true, force: true });
});

test('a changed guide is on its page at once, and open pages reload', async () => {
  const page = `${docs}/en/qris.html`;
  expect(await textOf(page)).not.toContain('Fresh from the press.');
  const open = await openPage();
  await edit('packages/docs/guides/en/qris.md', (text) => `${text}\nFresh from the press.\n`);
  await expect.poll(() => textOf(page), REBUILT).toContain('Fresh from the press.');
  expect(await open.told()).toContain('data: new');
});

test('a changed contract is regenerated, and the reference shows its new text', async () => {
  const summary = 'Generate a payment';
  await edit('openapi/paths/generate-payment.yaml', (text) =>
    text.replace(`summary: ${summary}`, 'summary: Make a payment'),
  );
  await expect.poll(() => textOf(`${docs}/en/reference.html`), REBUILT).toContain('Make a payment');
  expect(await readFile(join(checkout, 'packages/contract/openapi.yaml'), 'utf8')).toContain('Make a payment');
});

test('a changed value of the contract reaches the guides, and an untranslated text stays English', async () => {
  const file = 'openapi/components/schemas/PartnerPaymentRequest.yaml';
  expect(await textOf(`${docs}/en/index.html`)).toContain('30 minutes');
  await edit(file, (text) => text.replace('QRIS: 30', 'QRIS: 45'));
  await expect.poll(() => textOf(`${docs}/en/index.html`), REBUILT).toContain('45 minutes');
  const tags = 'tags:\n  - name: Payments\n';
  await edit('openapi/openapi.yaml', (text) =>
    text.replace(tags, `tags:\n  - name: Refunds\n    description: Soon.\n${tags.slice(6)}`),
  );
  await expect.poll(() => textOf(`${docs}/sandbox-api.html`), REBUILT).toContain('API kontrol sandbox');
  await expect.poll(() => started.output(), REBUILT).toContain('Translations are incomplete: "npm run lint" lists');
});

test('a broken contract leaves the site unchanged and reports why, until it is fixed', async () => {
  const file = 'openapi/openapi.yaml';
  await edit(file, (text) => text.replace('openapi: 3.1.0', 'openapi: 9.9.9'));
  await expect.poll(() => started.output(), REBUILT).toContain('The documentation was not rebuilt:');
  expect(await textOf(`${docs}/en/reference.html`)).toContain('Make a payment');
  await edit(file, (text) =>
    text.replace('openapi: 9.9.9', 'openapi: 3.1.0').replace('with one API call', 'with a single API call'),
  );
  await expect.poll(() => textOf(`${docs}/en/reference.html`), REBUILT).toContain('with a single API call');
});

test('a draft is still served after a restart, rebuilt if stale, and is announced as a draft', async () => {
  await started.pressCtrlC();
  await rm(join(checkout, 'packages/docs/dist'), { recursive: true });
  started = await runUntil(['start', '--', ...flags], 'Ctrl-C', checkout);
  expect(started.output()).toContain('Translations are incomplete: "npm run lint" lists');
  expect(await textOf(`${docs}/en/reference.html`)).toContain('with a single API call');
});

describeInChromium('in a browser', () => {
  test('an open page reloads when its guide has changed', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`${docs}/en/qris.html`);
      await edit('packages/docs/guides/en/qris.md', (text) => `${text}\nSeen without a reload.\n`);
      await page.getByText('Seen without a reload.').waitFor();
    } finally {
      await browser.close();
    }
  });
});

async function textOf(url: string): Promise<string> {
  return (await fetch(url)).text();
}

/** A page that waits for news, as the browser keeps it open. */
async function openPage() {
  const response = await fetch(`${docs}/_live`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  return {
    async told(): Promise<string> {
      const news = (await reader?.read())?.value ?? '';
      await reader?.cancel();
      return news;
    },
  };
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(checkout, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
}
