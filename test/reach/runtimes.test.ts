import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { expectSmoke, SMOKE_FILES } from './smoke-run.js';
import { describeWithTool } from './toolchain.js';

const deno = '@deno/linux-x64-glibc/deno';
const denoRun = [
  'run',
  '--no-prompt',
  '--cached-only',
  '--node-modules-dir=manual',
  '--allow-read',
  '--allow-net=127.0.0.1',
];

const runtimes = [
  { name: 'Node.js 20.19', file: 'node-20.19/bin/node' },
  { name: 'Node.js 22', file: 'node-22/bin/node' },
  { name: 'Node.js 24', file: 'node-24/bin/node' },
  { name: 'Node.js 26', file: 'node-26/bin/node' },
  { name: 'Bun', file: '@oven/bun-linux-x64-baseline/bin/bun', args: ['--no-install'] },
  { name: 'Deno', file: deno, args: [...denoRun, '--allow-env'] },
  { name: 'Deno that may not read the environment', file: deno, args: denoRun },
];

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner({ files: SMOKE_FILES });
});
afterAll(() => partner?.[Symbol.asyncDispose]());

describe('this Node.js', () => runsThePackedSdk('this Node.js', process.execPath));

for (const { name, file, args } of runtimes) {
  describeWithTool(name, file, (path) => runsThePackedSdk(name, path, args));
}

function runsThePackedSdk(name: string, program: string, args: string[] = []): void {
  for (const [by, file] of Object.entries({ import: 'smoke.mjs', require: 'smoke.cjs' })) {
    test(`${name} pays, retries, times out and verifies by ${by}`, async () => {
      const env = { DENO_DIR: join(partner.root, 'deno') };
      await expectSmoke((address) => run(program, [...args, file, address], partner.root, env));
    });
  }
}
