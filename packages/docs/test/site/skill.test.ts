import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LICENSE_KEYS, startSandbox } from '@kgiton/sandbox';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { serve } from '../../../../test/support/http-server.js';
import { fencedBlocks } from '../../../../test/support/typescript-project.js';
import { PUBLISHED_DOCS } from '../../../sandbox/src/pages/guides.js';
import { operationOf } from '../../src/document.js';
import { LANGUAGES } from '../../src/languages.js';
import { PACKAGE_SOURCES } from '../../src/packages.js';
import { SKILL, SKILL_PATH, SKILL_TEMPLATE, skillMarkdown } from '../../src/skill.js';
import { locales } from './locales.js';
import { madeSite } from './made-site.js';

const site = await madeSite();
const skill = site.content(SKILL_PATH);
const packed = await readFile(join(ROOT, 'packages/sdk', SKILL_PATH), 'utf8');
const { contract, control } = locales.en;
const published = site.pages.filter(({ language }) => language === 'en');

describe('the skill for assistants', () => {
  test.each([
    ['the site', skill],
    ['the package of the SDK', packed],
  ])('has the form of an Agent Skill in %s', (_where, text) => {
    expect(text.startsWith('---\n')).toBe(true);
    const { name, description, ...more } = parse(/^---\n(.*?)\n---\n/s.exec(text)?.[1] ?? '');
    // Lower case, digits and hyphens, like its folder; at most 64 and 1,024 characters.
    expect(name).toBe(SKILL);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(SKILL_PATH.split('/').at(-2)).toBe(name);
    expect(description.length).toBeGreaterThan(100);
    expect(description.length).toBeLessThanOrEqual(1_024);
    expect(description).toMatch(/Use it when/);
    expect(Object.keys(more)).toEqual(['license']);
    expect(text).not.toContain('{{');
    // What an assistant reads at once.
    expect(text.split('\n').length).toBeLessThan(500);
  });

  test('is the same in the site and in the package, except for its links', () => {
    const plain = (text: string) =>
      text.replace(/^# Generated.*\n/m, '').replaceAll(/\]\((?!https:\/\/github)[^)]*?([^/)]*)\)/g, ']($1)');
    expect(plain(packed)).toBe(plain(skill));
  });

  test('is part of the published SDK', async () => {
    const { stdout } = await promisify(execFile)(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts', './packages/sdk'],
      {
        cwd: ROOT,
      },
    );
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    expect(files.map(({ path }) => path)).toContain(SKILL_PATH);
  });

  test.each(LANGUAGES)('is listed in llms.txt in the language %s', (language) => {
    const folder = language === 'en' ? 'en/' : '';
    const [, href = ''] = /\[SKILL\.md\]\((\S+)\)/.exec(site.content(`${folder}llms.txt`)) ?? [];
    expect(new URL(href, `https://docs.example/${folder}`).pathname).toBe(`/${SKILL_PATH}`);
  });

  test('covers integrating, testing and going live, in this order', () => {
    expect(skill.match(/^## .*/gm)).toEqual(['## Rules', '## Integrate', '## Test', '## Go live']);
  });

  test('shows the samples that the tests run, whole', () => {
    const programs = fencedBlocks(skill, 'typescript');
    const samples = ['generatePayment', 'receivePaymentSuccess', 'getPaymentStatus'].map(
      (id) =>
        operationOf(contract, id)['x-codeSamples']?.find(({ label }) => label.startsWith('TypeScript · '))?.source,
    );
    expect(programs.map((program) => program.trimEnd())).toEqual(samples.map((sample) => sample?.trimEnd()));
  });

  test("has every point of the guide's checklist", async () => {
    const points = site
      .page('en', 'going-live')
      .html.all('li')
      .filter((item) => item.hasClass('task'));
    expect(skill.match(/^- \[ \] /gm)).toHaveLength(points.length);
    expect(points.length).toBeGreaterThan(20);
  });

  test('has the remedy of every error, and every license key of the sandbox', () => {
    const { 'x-remedies': remedies = {} } = contract.components.schemas.ErrorCode ?? {};
    for (const code of Object.keys(remedies)) expect(skill).toMatch(new RegExp(`^- \`${code}\` \\(\\d{3}\\): `, 'm'));
    for (const { key } of LICENSE_KEYS) expect(skill).toContain(`- \`${key}\`: `);
  });

  test.each([
    ['the site', skill, `https://docs.example/${SKILL_PATH}`, 'https://docs.example/'],
    ['the package of the SDK', packed, 'https://nowhere.example/', PUBLISHED_DOCS],
  ])('has no broken link, in %s', (_where, text, from, root) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = '']) => new URL(href, from));
    expect(links.length).toBeGreaterThan(20);
    for (const { href, hash } of links) {
      expect(href.startsWith(root), href).toBe(true);
      const path = href.slice(root.length).replace(/#.*/, '');
      expect(site.files.has(path), path).toBe(true);
      const page = published.find((one) => one.path === path.replace(/md$/, 'html'));
      const ids = page?.html.all().map((element) => element.attribute('id')) ?? [];
      if (hash) expect(ids, href).toContain(hash.slice(1));
    }
  });

  test.each(PACKAGE_SOURCES)('gets the packages from a %s', async (packages) => {
    const [template, guide] = await Promise.all(
      [SKILL_TEMPLATE, 'packages/docs/guides/en/going-live.md'].map((path) => readFile(join(ROOT, path), 'utf8')),
    );
    const text = skillMarkdown({ template: template ?? '', guide: guide ?? '', contract, control, packages, base: '' });
    expect(/^npm install @kgiton\/sdk$/m.test(text)).toBe(packages === 'registry');
    expect(text.includes('git clone ')).toBe(packages === 'clone');
  });
});

describe('the commands of the skill', () => {
  const commands = [...skill.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].flatMap(([, code = '']) =>
    code.trim().split(/\n */),
  );
  const bin = join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js');

  test('are those that the next tests run, and those that install the packages', () => {
    const others = commands.filter((command) => !/^(git clone|npm install) /.test(command));
    expect(others.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      'npx @kgiton/sandbox',
      'curl -s -X',
      "curl -s 'http://localhost:4020/_sandbox/deliveries?wait=5000'",
      'npx @kgiton/sandbox check-webhook',
    ]);
  });

  test('pay, show the webhook, and check the handler', async () => {
    const paid: string[] = [];
    const handler = createWebhookHandler({
      secret: 'whsec_test_kgiton',
      onPaymentSuccess: ({ transaction_id }) => paid.push(transaction_id),
      onError: () => {},
    });
    await using shop = await serve(handler.node);
    await using sandbox = await startSandbox({ port: 0 });
    const webhook_url = `${shop.url}/webhook/payment`;
    const { examples = {} } = operationOf(contract, 'generatePayment').requestBody?.content['application/json'] ?? {};
    await fetch(`${sandbox.url}/api/partner/payment/generate`, {
      method: 'POST',
      headers: { 'x-api-key': 'kgiton_your_api_key_here', 'content-type': 'application/json' },
      body: JSON.stringify({ ...(examples.QRIS?.value as object), webhook_url }),
    });
    const run = async (command: string | undefined) => {
      const here = (command ?? 'false')
        .replaceAll('http://localhost:4020', sandbox.url)
        .replace('http://localhost:3000/webhook/payment', webhook_url)
        .replace('npx @kgiton/sandbox', `'${process.execPath}' '${bin}'`);
      return (await promisify(execFile)('bash', ['-c', here])).stdout;
    };
    const [pay, list, check] = commands.filter((command) => /^curl|check-webhook/.test(command));
    expect(JSON.parse(await run(pay))).toMatchObject({ state: 'paid' });
    expect(JSON.parse(await run(list))).toMatchObject({ deliveries: [{ state: 'delivered' }] });
    expect(paid).toEqual(['TRX-2026-001']);
    expect(await run(check)).toMatch(/passed/);
  });

  test('and its tools are those of @kgiton/mcp', async () => {
    const readme = await readFile(join(ROOT, 'packages/mcp/README.md'), 'utf8');
    const named = [...skill.matchAll(/`((?:create|generate|pay|list|check|set|advance|search|read)_\w+)`/g)].map(
      ([, name]) => name,
    );
    expect(named.length).toBeGreaterThan(7);
    for (const name of named) expect(readme).toContain(`\`${name}\``);
  });

  test('and its variables are those that the SDK or the samples read', async () => {
    const known = await Promise.all(
      [
        'packages/sdk/src/environment.ts',
        'packages/sdk/src/kgiton.ts',
        'openapi/samples/generate-payment/with-package/generate-payment.mts',
        'packages/sdk/README.md',
      ].map((path) => readFile(join(ROOT, path), 'utf8')),
    );
    for (const [name] of skill.matchAll(/\bKGITON_[A-Z_]+\b/g)) expect(known.join('\n')).toContain(name);
  });
});
