import type { OpenAPI3, SchemaObject } from 'openapi-typescript';

/** The document is invalid and nothing was written. The message addresses the person who edits it. */
export class ContractError extends Error {
  override name = 'ContractError' as const;
}

/** A node of the bundled document, or the target of its `$ref`. */
export function resolve<T>(document: OpenAPI3, node: unknown): T {
  const reference = (node as { $ref?: string }).$ref;
  if (reference === undefined) return node as T;
  const path = reference.replace('#/', '').split('/');
  return path.reduce((value, key) => (value as Record<string, unknown>)[key], document as unknown) as T;
}

/** A body of a request or a response, before its references are resolved. */
export interface Body {
  content?: Record<string, { schema?: { $ref?: string }; examples?: Record<string, unknown> }>;
}

/** An operation with its place in the document. */
export interface Operation {
  operationId: string;
  /** In upper case. */
  method: string;
  path: string;
  parameters: unknown[];
  requestBody: Body | undefined;
  /** By status. */
  responses: [status: string, body: Body][];
}

/** The operations of `paths`, or the webhooks, in the order of the document. */
export function operationsOf(document: OpenAPI3, of: 'paths' | 'webhooks' = 'paths'): Operation[] {
  return Object.entries(document[of] ?? {}).flatMap(([path, item]) =>
    Object.entries(resolve<Record<string, RawOperation>>(document, item)).map(([method, operation]) => ({
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: (operation.parameters ?? []).map((parameter) => resolve(document, parameter)),
      requestBody: operation.requestBody ? resolve<Body>(document, operation.requestBody) : undefined,
      responses: Object.entries(operation.responses ?? {}).map(([status, response]): [string, Body] => [
        status,
        resolve(document, response),
      ]),
    })),
  );
}

interface RawOperation {
  operationId: string;
  parameters?: unknown[];
  requestBody?: unknown;
  responses?: Record<string, unknown>;
}

/** The named examples of a JSON body, before their references are resolved. */
export function examplesOf(body: Body | undefined): Record<string, unknown> {
  return body?.content?.['application/json']?.examples ?? {};
}

export interface NamedSchema {
  name: string;
  schema: SchemaObject;
  /** The values of a string enumeration, or the known values of an open one; otherwise undefined. */
  values: readonly string[] | undefined;
  /** Whether later versions may add values. */
  isOpen: boolean;
}

/** Every schema of the document, sorted by name. */
export function namedSchemas(document: OpenAPI3): NamedSchema[] {
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, SchemaObject>);
  return schemas
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => {
      const known = (schema as { 'x-extensible-enum'?: string[] })['x-extensible-enum'];
      const closed = schema.type === 'string' && Array.isArray(schema.enum) ? (schema.enum as string[]) : undefined;
      return { name, schema, values: known ?? closed, isOpen: known !== undefined };
    });
}

/** The description of each value of an enumeration (`x-enumDescriptions`). */
export function valueDescriptions(schema: SchemaObject): Record<string, string> {
  return (schema as { 'x-enumDescriptions'?: Record<string, string> })['x-enumDescriptions'] ?? {};
}
