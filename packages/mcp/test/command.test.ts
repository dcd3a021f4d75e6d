import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { verifyWebhook } from '@kgiton/sdk/webhooks';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, test } from 'vitest';
import { serve, startReceiver } from '../../../test/support/http-server.js';
import { assistantOf } from './client.js';

const COMMAND = fileURLToPath(new URL('../bin/kgiton-mcp.js', import.meta.url));

/** What the program under test has in its environment. */
const OF_THE_PROGRAM = { KGITON_API_KEY: 'kgiton_live', KGITON_WEBHOOK_SECRET: 'whsec_live' };

/** The command as a client starts it. */
async function startCommand(env: Record<string, string>) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [COMMAND],
    env: { ...OF_THE_PROGRAM, ...env },
    stderr: 'pipe',
  });
  let complaints = '';
  transport.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const assistant = await assistantOf(client, () => client.close());
  return { ...assistant, pid: transport.pid ?? 0, complaints: () => complaints };
}

test('the command takes an assistant from nothing to an accepted webhook, and ends with its client', async () => {
  const secret = 'whsec_of_the_tests';
  await using receiver = await startReceiver();
  await using assistant = await startCommand({ KGITON_SANDBOX_WEBHOOK_SECRET: secret });
  const { base_url } = await assistant.data('create_account');
  const request = { transaction_id: 'TRX-1', amount: 50_000, payment_type: 'QRIS', webhook_url: receiver.url };
  await assistant.data('generate_payment', request);
  await assistant.data('pay_payment', { id: 'TRX-1' });
  const { body, headers } = await receiver.next();
  expect(JSON.parse(body)).toMatchObject({ transaction_id: 'TRX-1' });
  expect(verifyWebhook(body, headers['x-kgiton-signature'] as string, secret)).toBe(true);
  expect(await assistant.data('list_deliveries', { state: 'delivered', wait: 30_000 })).toMatchObject({
    deliveries: [{ state: 'delivered' }],
  });
  expect((await assistant.data('search_docs', { query: 'webhook' })).results).not.toEqual([]);
  expect(assistant.complaints()).toBe('');

  // The sandbox is part of the server.
  await assistant.client.close();
  await expect.poll(() => fetch(base_url).then(Boolean, () => false)).toBe(false);
});

test('the command reads no key of the program under test from the environment, and ends when it is told to', async () => {
  const sent: unknown[] = [];
  await using sandbox = await serve(({ headers, url }, response) => {
    sent.push(headers['x-api-key']);
    response.end(
      url === '/_sandbox/health' ? '{"status":"ok","contract_version":"2.0.0"}' : '{"api_key":"kgiton_new"}',
    );
  });
  await using assistant = await startCommand({ KGITON_SANDBOX_URL: sandbox.url });
  expect(await assistant.failure('list_payments')).toMatch(/^NO_ACCOUNT/);
  await assistant.data('create_account');
  expect(sent).toEqual([undefined, undefined]);

  process.kill(assistant.pid, 'SIGTERM');
  await expect.poll(() => isRunning(assistant.pid)).toBe(false);
});

test('the command says what it is for, and that it takes no key of production', async () => {
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [COMMAND, ...args]);
  expect((await run('--help')).stdout).toMatch(/KGITON_SANDBOX_URL[\s\S]*Never give it a key of production\./);
  await expect(run('--port')).rejects.toMatchObject({
    code: 1,
    stderr: 'kgiton-mcp: there is no option --port. Run kgiton-mcp --help.\n',
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
