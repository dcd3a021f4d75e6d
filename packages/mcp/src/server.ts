import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { checkWebhook } from './check-webhook.js';
import { documentationTools } from './documentation.js';
import { operationTools } from './operation-tool.js';
import type { Session } from './sandbox.js';
import { type Arguments, failure, type Tool, ToolError } from './tool.js';

const INSTRUCTIONS = `Test a KGiTON payment integration in a sandbox, and search its documentation. No real payments: this server works with sandboxes only and takes no production key. Never ask for one.

To try an integration: create_account; start the program under test with KGITON_API_KEY and KGITON_BASE_URL from its response; let the program generate a payment, or call generate_payment with a webhook_url of the program; pay_payment; list_deliveries with wait shows whether the program accepted the webhook. Then try what goes wrong: expire_payment, fail_payment, set_fault, and the license keys that lead to errors. check_webhook tests a webhook handler by itself. Look up facts with search_docs instead of guessing.`;

export interface ServerOptions {
  session: Session;
  /** The folder of the documentation, with a slash at its end. */
  documentation: URL;
  version: string;
}

/** The MCP server of a session. */
export function createServer({ session, documentation, version }: ServerOptions): McpServer {
  const tools = [...operationTools(session), checkWebhook, ...documentationTools(documentation)];
  const mcp = new McpServer(
    { name: 'kgiton', title: 'KGiTON sandbox', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  // Their schemas are JSON Schemas of the documents, which `registerTool` does not take.
  mcp.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(({ call, ...listed }) => listed) }));
  mcp.server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    return callTool(tool, params.arguments ?? {}, signal);
  });
  return mcp;
}

/** What goes wrong is a result, which the assistant reads and can react to. */
async function callTool(tool: Tool, args: Arguments, signal: AbortSignal): Promise<CallToolResult> {
  try {
    return await tool.call(args, signal);
  } catch (error) {
    if (error instanceof ToolError) return failure({ code: error.code, message: error.message });
    throw error;
  }
}
