import { createRequire } from 'node:module';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { sessionFrom } from './sandbox.js';
import { createServer } from './server.js';

const { version } = createRequire(import.meta.url)('@kgiton/mcp/package.json') as { version: string };

const USAGE = `Usage: kgiton-mcp

An MCP server for the KGiTON sandbox, over standard input and output. Coding assistants start it; see
https://www.npmjs.com/package/@kgiton/mcp.

  KGITON_SANDBOX_URL             the sandbox to use; without it, the server starts one of its own
  KGITON_SANDBOX_API_KEY         an account of that sandbox to use, instead of one from create_account
  KGITON_SANDBOX_WEBHOOK_SECRET  the secret that webhooks are signed with (the published test secret)

It works with sandboxes only. Never give it a key of production.`;

const [argument] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') {
  console.log(USAGE);
} else if (argument === '--version') {
  console.log(version);
} else if (argument !== undefined) {
  console.error(`kgiton-mcp: there is no option ${argument}. Run kgiton-mcp --help.`);
  process.exitCode = 1;
} else {
  await serve();
}

/** Serves one client until it closes standard input. */
async function serve(): Promise<void> {
  // As kgiton-sandbox does: the sandbox and the handlers of this machine are not reached through a proxy.
  const { no_proxy: given = process.env.NO_PROXY } = process.env;
  process.env.no_proxy = [given, 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',');
  const session = sessionFrom(process.env);
  const server = createServer({ session, documentation: new URL('./docs/', import.meta.url), version });
  const end = async () => {
    await server.close();
    await session[Symbol.asyncDispose]();
  };
  process.stdin.once('end', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  await server.connect(new StdioServerTransport());
}
