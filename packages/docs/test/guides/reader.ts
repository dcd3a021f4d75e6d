import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { expect } from 'vitest';
import { serve } from '../../../../test/support/http-server.js';
import { type GuidePage, withPorts } from './pages.js';
import { createReaderFolder, type ReaderFolder, runInBash } from './shell.js';

/** Somebody who follows one page from its top to its end, with a sandbox and a webhook handler of their own. */
export interface Reader extends AsyncDisposable {
  page: GuidePage;
  sandbox: RunningSandbox;
  folder: ReaderFolder;
  /** The payments that the handler was told of, as `TRX-2026-001 50000`. */
  paid: readonly string[];
  /** Types a command, which has to succeed, and gives what it prints. */
  type(command: string): Promise<string>;
}

export async function startReading(page: GuidePage): Promise<Reader> {
  const paid: string[] = [];
  const handler = createWebhookHandler({
    secret: TEST_WEBHOOK_SECRET,
    onPaymentSuccess: ({ transaction_id, amount }) => paid.push(`${transaction_id} ${amount}`),
    // It is sent wrong webhooks on purpose.
    onError: () => {},
  });
  const [sandbox, server, folder] = await Promise.all([
    startSandbox({ port: 0 }),
    serve(handler.node),
    createReaderFolder(),
  ]);
  const ports = { sandbox: portOf(sandbox.url), handler: portOf(server.url) };
  return {
    page,
    sandbox,
    folder,
    paid,
    async type(command) {
      const { exitCode, output } = await runInBash(withPorts(command, ports), folder);
      expect(exitCode, output).toBe(0);
      return output;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([sandbox.close(), server[Symbol.asyncDispose](), folder[Symbol.asyncDispose]()]);
    },
  };
}

/** The JSON documents that commands printed one after the other. */
export function documentsIn(output: string): Record<string, unknown>[] {
  return JSON.parse(`[${output.replaceAll(/\}\s*\{/g, '},{')}]`);
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
