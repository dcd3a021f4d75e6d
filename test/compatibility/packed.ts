import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { run } from './run.js';
import { TOOLS } from './toolchain.js';

/** The packages that partners install, in the order of their dependencies. */
export const PACKAGES = [
  '@kgiton/contract',
  '@kgiton/client',
  '@kgiton/sdk',
  '@kgiton/sandbox',
  '@kgiton/sandbox-redis',
  '@kgiton/mcp',
] as const;

/** The packages as npm publishes them: the tarballs of a release, or made from the build that is there. */
export interface Packed extends AsyncDisposable {
  root: string;
  /** Their files, in the order of {@link PACKAGES}. */
  tarballs: string[];
}

export async function packPackages(): Promise<Packed> {
  const root = await mkdtemp(join(tmpdir(), 'kgiton-packed-'));
  const folder = process.env.RELEASE_TARBALLS ?? root;
  if (folder === root) {
    const workspaces = PACKAGES.flatMap((name) => ['--workspace', name]);
    await npm(['pack', '--pack-destination', root, ...workspaces], ROOT);
  }
  const files = await readdir(folder);
  const tarballOf = (name: string) =>
    files.find((file) => new RegExp(`^${name.replace('@', '').replace('/', '-')}-\\d.*\\.tgz$`).test(file));
  return {
    root,
    tarballs: PACKAGES.map((name) => join(folder, tarballOf(name) ?? `no tarball of ${name}`)),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Installs tarballs in a folder, as in a partner's project. Their own dependencies come from npm. */
export async function installPacked({ tarballs }: Packed, folder: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'partner', private: true }));
  await npm(['install', '--prefer-offline', '--no-package-lock', ...tarballs], folder);
}

/** A partner's project with the packed packages in it. */
export interface Partner extends AsyncDisposable {
  root: string;
  write(file: string, content: string): Promise<void>;
}

export interface PartnerOptions {
  /** Files and folders of `programs`, to be copied to the project. */
  files: readonly string[];
  /** What `.js` and `.ts` are there. */
  type?: 'module' | 'commonjs';
}

/** Copies the installed packages, with the tools of the toolchain beside them as a global installation would have them. */
export async function createPartner({ files, type = 'module' }: PartnerOptions): Promise<Partner> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-partner-'));
  const root = join(folder, 'partner');
  const write = async (file: string, content: string) => {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), content);
  };
  // Links in node_modules/.bin stay relative.
  await cp(inject('installed'), root, { recursive: true, verbatimSymlinks: true });
  await write('package.json', JSON.stringify({ name: 'partner', private: true, type }));
  await symlink(TOOLS, join(folder, 'node_modules'));
  for (const file of files)
    await cp(new URL(`programs/${file}`, import.meta.url), join(root, file), { recursive: true });
  return { root, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

async function npm(args: string[], cwd: string): Promise<void> {
  const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // The whole environment, since it may say where npm finds its registry.
  const { exitCode, output } = await run('npm', all, cwd, process.env, 300_000);
  if (exitCode !== 0) throw new Error(`npm ${args[0]} failed:\n${output}`);
}
