import { spawnSync } from 'node:child_process';
import { describe, test } from 'vitest';

/** A program and its arguments. */
export type Command = [program: string, ...args: string[]];

/** A `describe` for what needs programs that each exit with 0. Without them it is skipped, with one line; on CI it fails. */
export function describeWithTools(name: string, tools: readonly Command[], tests: () => void): void {
  const missing = tools.filter((tool) => !works(tool)).map((tool) => tool.join(' '));
  if (missing.length === 0) {
    describe(name, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(`does not work: ${missing.join(', ')}; .ci/run installs what is needed`);
    });
  } else {
    console.warn(`skipped: ${name} (does not work: ${missing.join(', ')})`);
    describe.skip(name, tests);
  }
}

function works([program, ...args]: Command): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
