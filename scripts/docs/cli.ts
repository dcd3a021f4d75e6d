import { relative } from 'node:path';
import { buildDocs } from './build.js';

try {
  const { path, bytes } = await buildDocs();
  console.log(`docs: ${relative(process.cwd(), path)} (${(bytes / 2 ** 20).toFixed(1)} MiB)`);
} catch (error) {
  console.error(`docs: ${(error as Error).message}`);
  process.exitCode = 1;
}
