import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Builds a package and those it depends on, as far as they are missing or stale. */
export async function buildPackage(name: string): Promise<void> {
  await promisify(execFile)(process.execPath, [tsc, '--build', `packages/${name}`]);
}
