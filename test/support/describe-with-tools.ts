import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';

/** A program and its arguments. */
export type Command = [program: string, ...args: string[]];

/** A `describe` for what needs programs that each exit with 0. Without them it is skipped, with one line; on CI it fails. */
export function describeWithTools(name: string, tools: readonly Command[], tests: () => void): void {
  const missing = tools.filter((tool) => !works(tool)).map((tool) => tool.join(' '));
  describeUnless(name, missing.length > 0 && `does not work: ${missing.join(', ')}`, tests);
}

/** A `describe` for what needs files that are installed apart. */
export function describeWithInstalled(name: string, file: string, howTo: string, tests: () => void): void {
  describeUnless(name, !existsSync(file) && `not installed: ${howTo}`, tests);
}

/** A `describe` that is skipped with one line where something is missing; on CI, which installs it, it fails. */
function describeUnless(name: string, problem: string | false, tests: () => void): void {
  if (!problem) {
    describe(name, tests);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(`${problem}; .ci/run installs what is needed`);
    });
  } else {
    console.warn(`skipped: ${name} (${problem})`);
    describe.skip(name, tests);
  }
}

function works([program, ...args]: Command): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
