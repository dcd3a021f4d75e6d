import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import type { Partner } from './packed.js';

/** Bundles an entry of the partner's project, and returns where the bundle is. */
export async function bundle(partner: Partner, entry: string, options: BuildOptions): Promise<string> {
  const outfile = join(partner.root, 'bundles', entry.replace(/\.\w+$/, '.js'));
  await build({ entryPoints: [join(partner.root, entry)], outfile, bundle: true, logLevel: 'error', ...options });
  return outfile;
}
