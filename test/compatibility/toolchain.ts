import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeWithInstalled } from '../support/describe-with-tools.js';

/** Where the programs of the toolchain are, if they are installed. */
export const TOOLS = fileURLToPath(new URL('toolchain/node_modules', import.meta.url));

/** A `describe` for tests of a program of the toolchain, which get its path. */
export function describeWithTool(name: string, file: string, tests: (path: string) => void): void {
  const path = join(TOOLS, file);
  const howTo = 'on Linux x64: npm ci --prefix test/compatibility/toolchain --ignore-scripts';
  describeWithInstalled(name, path, howTo, () => tests(path));
}
