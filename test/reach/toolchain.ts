import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Where the programs of the toolchain are, if they are installed. */
export const TOOLS = fileURLToPath(new URL('toolchain/node_modules', import.meta.url));

/**
 * A `describe` for tests of a program of the toolchain, which get its path. What is not installed is skipped, with one
 * line; what is installed has to work.
 */
export function describeWithTool(name: string, file: string, tests: (path: string) => void): void {
  const path = join(TOOLS, file);
  if (existsSync(path)) {
    describe(name, () => tests(path));
  } else {
    console.warn(
      `skipped: ${name} (not installed; on Linux x64: npm ci --prefix test/reach/toolchain --ignore-scripts)`,
    );
    describe.skip(name, () => tests(path));
  }
}
