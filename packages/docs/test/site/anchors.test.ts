import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { madeSite } from './made-site.js';

const site = await madeSite();
const LIST = 'packages/docs/anchors.yaml';
const published: Record<string, string[]> = parse(await readFile(join(ROOT, LIST), 'utf8'));

/** Of a property on the page of an operation. It is named as the contract names it, whose versions keep the names. */
const isProperty = (slug: string, anchor: string) =>
  /^(reference|sandbox-api)-/.test(slug) && /^(parameter|request|response)-/.test(anchor);

const anchorsOf = (slug: string) =>
  site
    .page('id', slug)
    .main.all()
    .flatMap((element) => element.attribute('id') ?? [])
    .filter((anchor) => !isProperty(slug, anchor));

test('every page that was ever published still exists', () => {
  const slugs = site.pages.map(({ slug }) => slug);
  expect(Object.keys(published).filter((slug) => !slugs.includes(slug))).toEqual([]);
});

test.each(site.pages)('on $path, each section link has a distinct name', ({ main }) => {
  const names = main.all('a').flatMap((link) => (link.hasClass('anchor') ? (link.attribute('aria-label') ?? '') : []));
  expect(names.filter((name, index) => name === '' || names.indexOf(name) !== index)).toEqual([]);
});

test.each(Object.entries(published))(
  'every anchor that was ever published on the page %s still exists',
  (slug, anchors) => {
    const present = anchorsOf(slug);
    expect(anchors.filter((anchor) => !present.includes(anchor))).toEqual([]);
  },
);

test(`an anchor that is new is added to ${LIST}`, () => {
  const slugs = [...new Set(site.pages.map(({ slug }) => slug))];
  const unlisted = slugs.flatMap((slug) =>
    anchorsOf(slug).flatMap((anchor) => (published[slug]?.includes(anchor) ? [] : `${slug}: ${anchor}`)),
  );
  expect(unlisted).toEqual([]);
});
