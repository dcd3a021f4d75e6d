// Publishes the tarballs in a folder unchanged, skipping versions that are already published. Has no imports from this
// repository or npm, because the job that may publish installs nothing. On GitHub, the output `published` names the packages
// that this run has published, for the jobs that follow.
//
// Usage: node scripts/release/publish.ts FOLDER [options of npm publish]
import { spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Dependencies first, so that no version is published before the versions it needs. */
const ORDER = ['contract', 'client', 'sdk', 'sandbox', 'sandbox-redis', 'mcp'];

const [folder = 'packed', ...options] = process.argv.slice(2);
const tarballs = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
const ordered = ORDER.map((name) => tarballs.find((file) => new RegExp(`^kgiton-${name}-\\d`).test(file)));
if (ordered.length !== tarballs.length || ordered.includes(undefined)) {
  throw new Error(`${folder}: expected one tarball each of ${ORDER.join(', ')}, got ${tarballs.join(', ') || 'none'}.`);
}
const published: string[] = [];
for (const file of ordered as string[]) {
  const path = join(folder, file);
  const { name, version } = JSON.parse(output('tar', ['-xzOf', path, 'package/package.json']));
  if (spawnSync('npm', ['view', `${name}@${version}`, 'version'], { encoding: 'utf8' }).stdout.trim() === version) {
    console.log(`${name}@${version} is already published`);
    continue;
  }
  // Without `./`, npm takes the path for a GitHub repository.
  output('npm', ['publish', path.startsWith('/') ? path : `./${path}`, ...options]);
  console.log(`${name}@${version} is published`);
  published.push(name);
}
if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, `published=${published.join(' ')}\n`);

function output(program: string, args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status === 0) return stdout;
  console.error(`${program} ${args.join(' ')}\n${error?.message ?? stderr}`);
  process.exit(1);
}
