import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { plain, run } from './run.js';
import { describeWithTool } from './toolchain.js';

/** Milliseconds: Next compiles an application of its own beside the two routes. */
const BUILD = 240_000;

describeWithTool('Next.js 15', 'next/dist/bin/next', (next) => {
  let partner: Partner;
  beforeAll(async () => {
    partner = await createPartner({ files: ['next'] });
  });
  afterAll(() => partner?.[Symbol.asyncDispose]());

  test(
    'an application is built, takes a payment in a route and verifies the webhook in another',
    async () => {
      await using sandbox = await startSandbox({ port: 0 });
      const folder = join(partner.root, 'next');
      const env = { NEXT_TELEMETRY_DISABLED: '1', KGITON_API_KEY: 'kgiton_next', KGITON_BASE_URL: sandbox.url };
      const built = await run(process.execPath, [next, 'build'], folder, env, BUILD);
      expect(built.exitCode, built.output).toBe(0);

      // As AWS Lambda and Vercel start it.
      const args = ['--no-experimental-require-module', next, 'start', '--port', '0', '--hostname', '127.0.0.1'];
      const server = spawn(process.execPath, args, { cwd: folder, env: { ...plain, ...env }, stdio: 'pipe' });
      try {
        const api = `${await addressOf(server)}/api`;
        const order = { orderId: 'TRX-NEXT', total: 25_000, webhookUrl: `${api}/webhook` };
        const response = await fetch(`${api}/pay`, { method: 'POST', body: JSON.stringify(order) });
        expect(await response.json()).toEqual({ content: expect.stringMatching(/^000201/) });
        await sandbox.pay('TRX-NEXT');
        await sandbox.waitForDelivery({ id: 'TRX-NEXT' });
        expect(await (await fetch(`${api}/webhook`)).json()).toEqual({ paid: ['TRX-NEXT'] });
      } finally {
        server.kill();
        if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
      }
    },
    BUILD + 60_000,
  );
});

/** The URL that the server prints, once it is ready. */
function addressOf(server: ReturnType<typeof spawn>): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`Next did not start:\n${output}`)));
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk;
        const address = output.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
        if (address && output.includes('Ready')) resolve(address);
      });
    }
  });
}
