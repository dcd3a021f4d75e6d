import { relative } from 'node:path';
import { buildSite } from './build.js';

try {
  for (const { path, bytes } of await buildSite()) {
    console.log(`docs: ${relative(process.cwd(), path)} (${(bytes / 2 ** 20).toFixed(1)} MiB)`);
  }
} catch (error) {
  console.error(`docs: ${(error as Error).message}`);
  process.exitCode = 1;
}
