import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';

/** The size of a package on disk with all its dependencies. */
export interface InstalledSize {
  packages: number;
  /** The sum of all file sizes. */
  bytes: number;
}

/** Follows dependencies and required peers of `names`, resolved from `from`. Counts each package once. */
export async function installedSize(names: readonly string[], from: string): Promise<InstalledSize> {
  const sizes = new Map<string, number>();
  async function visit(name: string, dependent: string, isOptional: boolean): Promise<void> {
    const found = findPackage(name, dependent);
    if (!found && isOptional) return;
    if (!found) throw new Error(`Expected ${name}, a dependency of ${dependent}, to be installed.`);
    const folder = await realpath(found);
    if (sizes.has(folder)) return;
    sizes.set(folder, await sizeOf(folder));
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
    for (const next of Object.keys(dependencies)) await visit(next, folder, next in optionalDependencies);
    for (const next of Object.keys(optionalDependencies)) await visit(next, folder, true);
    for (const next of Object.keys(peerDependencies)) {
      if (!peerDependenciesMeta[next]?.optional) await visit(next, folder, true);
    }
  }
  for (const name of names) await visit(name, from, false);
  return { packages: sizes.size, bytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) };
}

function findPackage(name: string, from: string): string | undefined {
  const candidate = join(from, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return candidate;
  const parent = dirname(from);
  return parent === from ? undefined : findPackage(name, parent);
}

/** The unpacked size of its tarball for a package of this repository, otherwise the size of its files. */
async function sizeOf(folder: string): Promise<number> {
  if (folder.includes(`${sep}node_modules${sep}`)) return sizeOfFiles(folder);
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: folder });
  return JSON.parse(stdout)[0].unpackedSize;
}

/** Without nested packages, which count separately. */
async function sizeOfFiles(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) bytes += (await stat(path)).size;
    else if (entry.isDirectory() && entry.name !== 'node_modules') bytes += await sizeOfFiles(path);
  }
  return bytes;
}
