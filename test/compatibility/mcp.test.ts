import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, test } from 'vitest';
import { assistantOf } from '../../packages/mcp/test/client.js';
import { ROOT } from '../../scripts/paths.js';
import { startReceiver } from '../support/http-server.js';
import { createPartner } from './packed.js';
import { plain } from './run.js';

test('the MCP server that the README configures starts in a partner project, and takes a payment to its webhook', async () => {
  const readme = await readFile(join(ROOT, 'packages/mcp/README.md'), 'utf8');
  const [, json = ''] = /^```json\n(.*?)^```$/ms.exec(readme) ?? [];
  const { command, args } = JSON.parse(json).mcpServers.kgiton;
  await using partner = await createPartner({ files: [] });
  await using receiver = await startReceiver();
  const client = new Client({ name: 'partner', version: '1' });
  await client.connect(new StdioClientTransport({ command, args, cwd: partner.root, env: plain as never }));
  await using assistant = await assistantOf(client, () => client.close());

  const { version } = JSON.parse(await readFile(join(partner.root, 'node_modules/@kgiton/mcp/package.json'), 'utf8'));
  expect(client.getServerVersion()).toMatchObject({ name: 'kgiton', version });
  await assistant.data('create_account');
  const request = { transaction_id: 'TRX-1', amount: 50_000, payment_type: 'QRIS', webhook_url: receiver.url };
  await assistant.data('generate_payment', request);
  await assistant.data('pay_payment', { id: 'TRX-1' });
  expect(JSON.parse((await receiver.next()).body)).toMatchObject({ transaction_id: 'TRX-1' });
  const { results } = await assistant.data('search_docs', { query: 'tanda tangan tidak cocok', language: 'id' });
  expect(results[0].page).toBe('webhooks');
  expect(await assistant.data('check_webhook', { url: receiver.url })).toMatchObject({ passed: false });
});
