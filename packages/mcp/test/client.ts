import { readFile } from 'node:fs/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { type Environment, sessionFrom } from '../src/sandbox.js';
import { createServer } from '../src/server.js';

/** The documentation as the package is built with it. */
export const DOCUMENTATION = new URL('../dist/docs/', import.meta.url);

/** An assistant's client. It lists the tools first, and so checks each result against the schema of its tool. */
export interface Assistant extends AsyncDisposable {
  client: Client;
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>;
  /** What a call returns. @throws {Error} when it fails */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the documents describe
  data(name: string, args?: Record<string, unknown>): Promise<any>;
  /** The text of a call that fails. @throws {Error} when it succeeds */
  failure(name: string, args?: Record<string, unknown>): Promise<string>;
}

/** Wraps a client that is connected. */
export async function assistantOf(client: Client, close: () => Promise<void>): Promise<Assistant> {
  await client.listTools();
  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await client.callTool({ name, arguments: args })) as CallToolResult;
  return {
    client,
    call,
    async data(name, args) {
      const result = await call(name, args);
      if (result.isError) throw new Error(textOf(result));
      return result.structuredContent;
    },
    async failure(name, args) {
      const result = await call(name, args);
      if (!result.isError) throw new Error(`${name} succeeds: ${textOf(result)}`);
      return textOf(result);
    },
    [Symbol.asyncDispose]: close,
  };
}

export function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

/** A client and a server in this process. */
export async function startAssistant(environment: Environment = {}): Promise<Assistant> {
  const session = sessionFrom(environment);
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const server = createServer({ session, documentation: DOCUMENTATION, version });
  const client = new Client({ name: 'test', version: '1' });
  const [there, here] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(there), client.connect(here)]);
  return assistantOf(client, async () => {
    await client.close();
    await session[Symbol.asyncDispose]();
  });
}
