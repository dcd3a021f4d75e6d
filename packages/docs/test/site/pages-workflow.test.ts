import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../../scripts/paths.js';
import { CONTACTS } from '../../src/contacts.js';
import { SITE } from '../../src/files.js';

interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, string>;
  env?: Record<string, string>;
}

const workflow = parse(await readFile(join(ROOT, '.github/workflows/pages.yml'), 'utf8')) as {
  permissions: Record<string, string>;
  jobs: Record<'test' | 'build' | 'publish', { needs?: string[]; permissions: Record<string, string>; steps: Step[] }>;
};
const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const step = (what: string) => steps.find(({ uses, run }) => uses?.startsWith(what) || run === what);

test('the workflow runs existing npm scripts, and publishes the folder that they build', () => {
  const named = steps.flatMap(({ run }) => (run?.startsWith('npm run ') ? (run.split(' ')[2] ?? '') : []));
  expect(named).toEqual(['docs:build']);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
  expect(step('actions/upload-pages-artifact')?.with?.path).toBe(relative(ROOT, SITE));
});

test('the site gets its address from GitHub Pages, and only the publishing job may publish', () => {
  const { id } = step('actions/configure-pages') ?? {};
  expect(step('npm run docs:build')?.env?.DOCS_URL).toBe(`\${{ steps.${id}.outputs.base_url }}`);
  const { build, publish } = workflow.jobs;
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(Object.values(build.permissions)).toEqual(['read', 'read']);
  expect(publish.permissions).toEqual({ pages: 'write', 'id-token': 'write' });
  expect(publish.steps.map(({ run }) => run)).toEqual([undefined]);
});

test('the site gets its contact points, which publishing requires, from repository variables', () => {
  const { env = {} } = step('npm run docs:build') ?? {};
  for (const { variable } of Object.values(CONTACTS)) expect(env[variable]).toBe(`\${{ vars.${variable} }}`);
});

test('nothing is published before all tests have passed', async () => {
  const { test: tests, publish } = workflow.jobs;
  expect(tests.steps.at(-1)?.run).toBe('.ci/run');
  expect(await readFile(join(ROOT, '.ci/run'), 'utf8')).toMatch(/^\s*npm test$/m);
  expect(publish.needs).toEqual(expect.arrayContaining(['test', 'build']));
});
