import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReceiver } from '../support/http-server.js';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { expectSmoke, SMOKE_FILES } from './smoke.js';
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
  { name: 'Node.js 20.19', file: 'node-20.19/bin/node', isNode: true },
  { name: 'Node.js 22', file: 'node-22/bin/node', isNode: true },
  { name: 'Node.js 24', file: 'node-24/bin/node', isNode: true },
  { name: 'Node.js 26', file: 'node-26/bin/node', isNode: true },
  { name: 'Bun', file: '@oven/bun-linux-x64-baseline/bin/bun', args: ['--no-install'] },
  { name: 'Deno', file: deno, args: [...denoRun, '--allow-env'] },
  { name: 'Deno that may not read the environment', file: deno, args: denoRun },
];

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner({ files: [...SMOKE_FILES, 'payment.mjs', 'payment.cjs', 'payment-body.cjs'] });
});
afterAll(() => partner?.[Symbol.asyncDispose]());

describe('this Node.js', () => runsThePackages('this Node.js', process.execPath, { isNode: true }));

for (const { name, file, ...more } of runtimes) {
  describeWithTool(name, file, (path) => runsThePackages(name, path, more));
}

interface Runtime {
  args?: string[];
  isNode?: boolean;
}

function runsThePackages(name: string, program: string, { args = [], isNode }: Runtime): void {
  const env = () => ({ DENO_DIR: join(partner.root, 'deno') });
  for (const [by, file] of Object.entries({ import: 'smoke.mjs', require: 'smoke.cjs' })) {
    test(`${name} pays, retries, times out and verifies by ${by}`, async () => {
      await expectSmoke((address) => run(program, [...args, file, address], partner.root, env()));
    });
  }

  if (!isNode) return;
  test(`${name} sends webhooks to this machine past a proxy`, async () => {
    await using receiver = await startReceiver();
    const command = 'node_modules/@kgiton/sandbox/bin/kgiton-sandbox.js';
    const proxy = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:1' };
    const args = [command, 'trigger', 'payment.success', '--to', receiver.url];
    expect(await run(program, args, partner.root, proxy)).toMatchObject({ exitCode: 0 });
  });
  for (const [by, file] of Object.entries({ import: 'payment.mjs', require: 'payment.cjs' })) {
    // As AWS Lambda and Vercel start it.
    test(`${name} without require() of ES modules takes a payment at a sandbox by ${by}`, async () => {
      const finished = await run(program, ['--no-experimental-require-module', file], partner.root);
      expect(finished).toEqual({ exitCode: 0, output: 'payment ok\n' });
    });
  }
}
