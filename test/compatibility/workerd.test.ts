import { basename } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { bundle } from './bundle.js';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { expectSmoke, SMOKE_FILES } from './smoke.js';
import { describeWithTool } from './toolchain.js';

const entries = [
  {
    by: 'import',
    file: 'worker-import.mjs',
    code: `import { run } from './smoke.mjs';
export default { async test(controller, { ADDRESS }) { console.log(await run(ADDRESS)); } };`,
  },
  {
    by: 'require',
    file: 'worker-require.cjs',
    code: `const { run } = require('./smoke.cjs');
module.exports = { async test(controller, { ADDRESS }) { console.log(await run(ADDRESS)); } };`,
  },
];

describeWithTool(
  "Cloudflare's workerd, without nodejs_compat",
  '@cloudflare/workerd-linux-64/bin/workerd',
  (workerd) => {
    let partner: Partner;
    beforeAll(async () => {
      partner = await createPartner({ files: SMOKE_FILES });
      for (const { file, code } of entries) await partner.write(file, code);
    });
    afterAll(() => partner?.[Symbol.asyncDispose]());

    for (const { by, file } of entries) {
      test(`workerd pays, retries, times out and verifies by ${by}`, async () => {
        // As wrangler bundles: its conditions leave "node" out.
        const worker = await bundle(partner, file, { format: 'esm', conditions: ['workerd', 'worker', 'browser'] });
        await expectSmoke(async (address) => {
          await partner.write(`bundles/${by}.capnp`, configuration(basename(worker), address));
          return run(workerd, ['test', `bundles/${by}.capnp`], partner.root);
        });
      });
    }
  },
);

/** A worker that reaches addresses of this machine alone. */
function configuration(worker: string, address: string): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "${worker}")],
  compatibilityDate = "2025-01-01",
  bindings = [(name = "ADDRESS", text = "${address}")],
);
`;
}
