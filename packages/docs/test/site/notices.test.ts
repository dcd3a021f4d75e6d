import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { madeSite } from './made-site.js';

const site = await madeSite();
const notices = site.content('third-party-notices.txt');
const parts = notices.split(/\n-{80}\n/).map((part) => part.trim());
const scripts = [...site.files].filter(([path]) => path.startsWith('assets/')).map(([, content]) => content);

/** A library, and what only its code says in a script of the site. */
const LIBRARIES: Readonly<Record<string, string>> = {
  minisearch: 'MiniSearch:',
  hono: 'Context is not finalized',
};

test.each(Object.entries(LIBRARIES))('the site has a notice for %s, which is in one of its scripts', (name, mark) => {
  expect(scripts.some((script) => script.includes(mark))).toBe(true);
  const require = createRequire(import.meta.url);
  const main = require.resolve(name);
  const folder = main.slice(0, main.lastIndexOf(`node_modules/${name}`) + `node_modules/${name}`.length);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const part = parts.find((each) => each.startsWith(`${name} ${version}\n`));
  expect(part).toMatch(/Permission is hereby granted, free of charge/);
});

test('each notice has a license text, and Redoc is among them', () => {
  const [introduction, ...each] = parts;
  expect(introduction).toBe('The scripts of this site contain the following software.');
  expect(each.length).toBeGreaterThan(3);
  for (const part of each) expect(part, part.slice(0, 60)).toMatch(/^\S+ \d+\.\d+\.\d+\S*\n\n[^\n]*\S/);
  expect(each.some((part) => part.startsWith('@redocly/cli '))).toBe(true);
  // Nothing of this repository, and nothing that only the build needs.
  expect(each.filter((part) => /^(@kgiton|esbuild|playwright)/.test(part))).toEqual([]);
});

test('a page in each language links to the notices', () => {
  for (const language of ['id', 'en'] as const) {
    const links = site.page(language, 'libraries').main.all('a');
    expect(links.map((link) => link.attribute('href'))).toContain(
      `${language === 'id' ? '' : '../'}third-party-notices.txt`,
    );
  }
});
