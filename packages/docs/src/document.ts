import { readFile } from 'node:fs/promises';
import SwaggerParser from '@apidevtools/swagger-parser';

/** A JSON Schema without references. */
export interface Schema {
  type?: string | readonly string[];
  description?: string;
  format?: string;
  pattern?: string;
  enum?: readonly string[];
  default?: unknown;
  examples?: readonly unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  deprecated?: boolean;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  /** A schema, or null. */
  oneOf?: readonly Schema[];
  'x-const'?: unknown;
  'x-extensible-enum'?: readonly string[];
  'x-maximums'?: Readonly<Record<string, number>>;
  'x-defaults'?: Readonly<Record<string, number>>;
  'x-null-for'?: readonly string[];
  'x-enumDescriptions'?: Readonly<Record<string, string>>;
  'x-affects'?: Readonly<Record<string, string>>;
  'x-remedies'?: Readonly<Record<string, string>>;
  'x-retryable-codes'?: readonly string[];
}

export interface Body {
  schema: Schema;
  examples?: Readonly<Record<string, { summary?: string; value: unknown }>>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: string | number;
  examples?: Readonly<Record<string, { value: string }>>;
  /** Of the signature header: the published secret of the examples. */
  'x-test-secret'?: string;
}

export interface Response {
  description: string;
  headers?: Readonly<Record<string, { description?: string; schema?: Schema }>>;
  content?: Readonly<Record<string, Body>>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  parameters?: readonly Parameter[];
  requestBody?: { description?: string; content: Readonly<Record<string, Body>> };
  responses: Readonly<Record<string, Response>>;
  /** Whose key it needs; that of the document if absent. */
  security?: readonly object[];
  callbacks?: Readonly<Record<string, Readonly<Record<string, PathItem>>>>;
  'x-codeSamples'?: readonly { lang: string; label: string; source: string }[];
  'x-delivery'?: { 'timeout-seconds': number; 'retry-minutes': readonly number[] };
}

export type PathItem = Readonly<Record<string, Operation>>;

/** A bundled document without references. */
export interface Document {
  info: { title: string; version: string; summary: string; description: string };
  security: readonly object[];
  servers: readonly { url: string; description: string }[];
  tags: readonly { name: string; description: string; 'x-displayName'?: string }[];
  paths: Readonly<Record<string, PathItem>>;
  webhooks?: Readonly<Record<string, PathItem>>;
  components: {
    schemas: Readonly<Record<string, Schema>>;
    securitySchemes?: { ApiKey: { name: string; description: string; 'x-example': string } };
  };
}

/** A request that a document describes. `address` is its path, or the name of its webhook. */
export interface DescribedRequest {
  method: string;
  address: string;
  operation: Operation;
}

export async function readDocument(path: string): Promise<object> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** A copy without references. The documents have no circular ones. */
export async function withoutReferences(document: object): Promise<Document> {
  return (await SwaggerParser.dereference(structuredClone(document) as never)) as unknown as Document;
}

/** The keys of a path item that hold operations. */
const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** The operations of a document, then its webhooks. */
export function requestsOf({ paths, webhooks = {} }: Document): DescribedRequest[] {
  return [paths, webhooks].flatMap((items) =>
    Object.entries(items).flatMap(([address, item]) =>
      Object.entries(item)
        .filter(([method]) => METHODS.has(method))
        .map(([method, operation]) => ({ method: method.toUpperCase(), address, operation })),
    ),
  );
}

/** @throws {Error} when the document has no such operation */
export function operationOf(document: Document, operationId: string): Operation {
  const request = requestsOf(document).find(({ operation }) => operation.operationId === operationId);
  if (!request) throw new Error(`The document has no operation ${operationId}.`);
  return request.operation;
}

/** Every example of an error response, with its status. The example of a code is the same in every operation. */
export function errorExamplesOf({ paths }: Document): { status: string; code: string; value: unknown }[] {
  const responses = requestsOf({ paths } as Document).flatMap(({ operation }) => Object.entries(operation.responses));
  return responses
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, { content }]) =>
      Object.entries(content?.['application/json']?.examples ?? {}).map(([code, { value }]) => ({
        status,
        code,
        value,
      })),
    );
}

/** The JSON body of an operation's request or of a response. @throws {Error} when it has none */
export function jsonBody(of: { content?: Readonly<Record<string, Body>> } | undefined): Body {
  const body = of?.content?.['application/json'];
  if (!body) throw new Error('Expected an application/json body in the document.');
  return body;
}
