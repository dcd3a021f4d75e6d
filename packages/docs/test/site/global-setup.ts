import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../../src/build.js';
import type { SiteOptions } from '../../src/site.js';
import { PUBLISHED } from './published.js';

/** A site that is built once for every test file. Tests that write need a folder of their own. */
export interface BuiltSite {
  folder: string;
  /** Its files below the folder, in the order in which the build lists them. */
  paths: string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    /** As `npm run build` makes it. */
    site: BuiltSite;
    /** As it is published with {@link PUBLISHED}. */
    publishedSite: BuiltSite;
  }
}

export default async function setup(project: TestProject) {
  const root = await mkdtemp(join(tmpdir(), 'kgiton-docs-site-'));
  const build = async (name: string, options?: SiteOptions) => {
    const folder = join(root, name);
    const files = await buildSite(folder, options);
    return { folder, paths: files.map(({ path }) => path) };
  };
  project.provide('site', await build('site'));
  project.provide('publishedSite', await build('published', PUBLISHED));
  return () => rm(root, { recursive: true, force: true });
}
