import type { CallToolResult, Tool as Definition } from '@modelcontextprotocol/sdk/types.js';

/** The arguments of a call, by name. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A tool, as it is listed, and what a call of it does. */
export interface Tool extends Definition {
  call(args: Arguments, signal: AbortSignal): Promise<CallToolResult>;
}

/** A call that failed: what programs branch on, and what the assistant reads. */
export class ToolError extends Error {
  override name = 'ToolError' as const;
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An object that the client can read as data, and the assistant as text. */
export function result(content: Record<string, unknown>, text = JSON.stringify(content)): CallToolResult {
  return { content: [{ type: 'text', text }], structuredContent: content };
}

/** An error in the shape that every error of both APIs has. */
export function failure(body: { code: string; message: string; errors?: unknown }, help = ''): CallToolResult {
  const details = body.errors === undefined ? '' : `\n${JSON.stringify(body.errors)}`;
  const text = `${body.code}: ${body.message}${details}${help && `\n${help}`}`;
  return { ...result({ success: false, ...body }, text), isError: true };
}

/**
 * The schema of a result: what succeeds, or an error. Clients check errors against it too. Without descriptions: a client may
 * give it to the assistant with each request.
 */
export function outputSchema(success: object, error: object): NonNullable<Definition['outputSchema']> {
  const isProse = (keyword: string, value: unknown) => keyword === 'description' && typeof value === 'string';
  const text = JSON.stringify([success, error], (keyword, value) => (isProse(keyword, value) ? undefined : value));
  return { type: 'object', anyOf: JSON.parse(text) };
}
