import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.js';

/** The package.json of a published package. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  homepage?: string;
  bugs?: string;
  repository?: { type: string; url: string; directory: string };
  publishConfig?: { access: string; provenance: boolean };
  dependencies?: Record<string, string>;
}

/** A published package and its folder, relative to the repository root. */
export interface Published {
  folder: string;
  manifest: Manifest;
}

/** Every published package, dependencies first. */
export async function publishedPackages(root = ROOT): Promise<Published[]> {
  const folders = await readdir(join(root, 'packages'));
  // The packages of other languages have none.
  const names = folders.filter((name) => existsSync(join(root, 'packages', name, 'package.json')));
  const all = await Promise.all(
    names.map(async (name): Promise<Published> => {
      const folder = `packages/${name}`;
      return { folder, manifest: JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) };
    }),
  );
  const published = all.filter(({ manifest }) => !manifest.private);
  const depth = (name: string): number => {
    const { dependencies = {} } = published.find(({ manifest }) => manifest.name === name)?.manifest ?? {};
    const own = Object.keys(dependencies).filter((each) => published.some(({ manifest }) => manifest.name === each));
    return Math.max(0, ...own.map((each) => depth(each) + 1));
  };
  return published.sort((a, b) => depth(a.manifest.name) - depth(b.manifest.name));
}
