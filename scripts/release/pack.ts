// Packs every published package into one folder, and the sandbox as one file: for the release, and for partners until the
// packages are on npm.
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CLONE, PACKED } from '../../packages/docs/src/packages.js';
import { ROOT } from '../paths.js';
import { publishedPackages } from './published.js';
import { SINGLE_FILE, writeSingleFile } from './single-file.js';

const folder = join(ROOT, PACKED);
const workspaces = (await publishedPackages()).flatMap(({ manifest }) => ['--workspace', manifest.name]);
// A tarball of an older version would be installed too.
await rm(folder, { recursive: true, force: true });
await mkdir(folder);
run('run', 'build:packages', '--silent');
// Just built: "prepack" is for whoever packs one of them by hand.
run('pack', ...workspaces, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error');
await writeSingleFile(join(folder, SINGLE_FILE));
console.log(`
Packed in ${PACKED}: ${(await readdir(folder)).join(', ')}

In your project, next to this folder: npm install ../${CLONE}/${PACKED}/*.tgz`);

/** Runs npm by its path, since Windows has no program called npm. */
function run(...args: string[]): void {
  const npm = process.env.npm_execpath;
  const [program, all] = npm ? [process.execPath, [npm, ...args]] : ['npm', args];
  const { status } = spawnSync(program, all, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
