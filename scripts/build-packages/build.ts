import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ROOT } from '../paths.js';
import { PACKAGES, type Package, type PackageName } from './packages.js';

/** Says in a `dist` what it was built from. Not published. */
const STAMP = '.built-from';

/**
 * Builds the packages, in the order of their dependencies, as far as they are missing or stale.
 *
 * @param without packages that are left as they are
 */
export async function buildPackages(without: readonly PackageName[] = []): Promise<void> {
  for (const [name, fingerprint] of await stalePackages()) {
    if (!without.includes(name)) await build(join(ROOT, 'packages', name), PACKAGES[name], fingerprint);
  }
}

/** The packages that are missing, or older than what they are built from, with the fingerprint of that. */
export async function stalePackages(): Promise<Map<PackageName, string>> {
  // The documentation in a package says where readers get the packages.
  const { DOCS_PACKAGES = '' } = process.env;
  const tools = ['scripts/build-packages', 'packages/docs/src/licenses.ts', 'tsconfig.base.json'];
  const toolsRead = await fingerprint(
    tools.map((path) => join(ROOT, path)),
    DOCS_PACKAGES,
  );
  const builtFrom = new Map<string, string>();
  const stale = new Map<PackageName, string>();
  for (const [name, { sources, reads = [], uses = [] }] of Object.entries(PACKAGES) as [PackageName, Package][]) {
    const folder = join(ROOT, 'packages', name);
    const files = [sources, ...reads, 'package.json', 'tsconfig.json'].map((file) => join(folder, file));
    const inputs = await fingerprint(files, [toolsRead, ...uses.map((used) => builtFrom.get(used))].join());
    builtFrom.set(name, inputs);
    if ((await readStamp(folder)) !== inputs) stale.set(name, inputs);
  }
  return stale;
}

/** Builds beside the `dist` that is there and then takes its place, so that a build that fails leaves it whole. */
async function build(folder: string, definition: Package, inputs: string): Promise<void> {
  const [dist, made, old] = ['dist', `dist.${process.pid}.tmp`, `dist.${process.pid}.old.tmp`].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  // Loaded when it is needed: mostly nothing is stale.
  const { compile } = await import('./compile.js');
  try {
    await compile(folder, made, definition);
    await writeFile(join(made, STAMP), inputs);
    await rename(dist, old).catch(unlessAbsent);
    await rename(made, dist);
  } finally {
    for (const path of [made, old]) await rm(path, { recursive: true, force: true });
  }
}

/** A hash of the contents of files, and of all files of folders. */
async function fingerprint(paths: readonly string[], before = ''): Promise<string> {
  const hash = createHash('sha256').update(before);
  for (const path of paths) {
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
    const files = entries?.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files?.sort() ?? [path]) {
      // A copy of this repository is as fresh as the original.
      hash.update(`\n${relative(ROOT, file)}\n`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function readStamp(folder: string): Promise<string | undefined> {
  return readFile(join(folder, 'dist', STAMP), 'utf8').catch(unlessAbsent);
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
