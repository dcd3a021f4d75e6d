import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../../src/build.js';

/** The site as `npm run build` makes it, built once for every test file. Tests that write need a folder of their own. */
export interface BuiltSite {
  folder: string;
  /** Its files below the folder, in the order in which the build lists them. */
  paths: string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    site: BuiltSite;
  }
}

export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-docs-site-'));
  const files = await buildSite(folder);
  project.provide('site', { folder, paths: files.map(({ path }) => path) });
  return () => rm(folder, { recursive: true, force: true });
}
