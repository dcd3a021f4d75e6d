import { readFileSync } from 'node:fs';
import { strictSchema } from '../../scripts/generate/strict-schema.js';
import { DOCUMENT_JSON } from '../../scripts/paths.js';

/** A JSON Schema, with every `$ref` replaced by what it refers to, and extensions by the keywords that they stand for. */
export type Schema = Record<string, unknown> & {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: string[];
  const?: unknown;
  items?: Schema;
  allOf?: Schema[];
  else?: Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  examples?: unknown[];
  deprecated?: boolean;
  'x-enumDescriptions'?: Record<string, string>;
  'x-extensible-enum'?: string[];
  'x-maximums'?: Record<string, number>;
  'x-null-for'?: string[];
  'x-retryable-codes'?: string[];
};

export interface Body {
  schema: Schema;
  examples?: Record<string, { summary?: string; value: Record<string, unknown> }>;
}

export interface Parameter {
  name: string;
  in: string;
  schema: Schema;
  /** Of a parameter in the path. */
  example?: string;
  /** Of the signature header. */
  examples: Record<string, { value: string }>;
  'x-test-secret'?: string;
}

export interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security?: unknown[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Body> };
  responses: Record<string, { description: string; headers?: Record<string, unknown>; content?: Record<string, Body> }>;
  callbacks?: Record<string, Record<string, PathItem>>;
  'x-codeSamples'?: { lang: string; label: string; source: string }[];
}

export type PathItem = Record<string, Operation>;

export interface Document {
  info: { title: string; version: string; summary: string; description: string };
  servers: { url: string }[];
  paths: Record<string, PathItem>;
  webhooks: Record<string, PathItem>;
  components: {
    schemas: Record<string, Schema>;
    examples: Record<string, { value: unknown }>;
    securitySchemes: { ApiKey: { name: string; in: string; type: string; 'x-example': string } };
  };
}

/** One thing that the contract says can happen: a status of an operation, with one of its named examples. */
export interface Outcome {
  method: string;
  path: string;
  operation: Operation;
  status: number;
  /** The key of the example. */
  name: string;
  value: Record<string, unknown>;
  schema: Schema;
}

/** A document, and what the tests ask about it. */
export interface Contract {
  /** As it is written, with references. */
  raw: Document;
  /**
   * With every reference replaced by its target (the contract has no circular ones), and schemas as strict as the
   * service promises to be.
   */
  document: Document;
  /** Every operation × status × named example. */
  outcomes: Outcome[];
  /** Every body that has examples: requests, responses, webhooks. */
  bodies: { place: string; body: Body }[];
}

export function readContract(raw: Document): Contract {
  const document = dereference(raw);
  const outcomes = operations(document.paths).flatMap(({ method, path, operation }) =>
    Object.entries(operation.responses).flatMap(([status, { content }]) => {
      const { schema = {}, examples = {} } = content?.['application/json'] ?? {};
      return Object.entries(examples).map(([name, { value }]) => ({
        method,
        path,
        operation,
        status: Number(status),
        name,
        value,
        schema,
      }));
    }),
  );
  const bodies = [...operations(document.paths), ...operations(document.webhooks)].flatMap(({ path, operation }) => [
    ...contents(`${path} request`, operation.requestBody?.content ?? {}),
    ...Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      contents(`${path} ${status}`, content),
    ),
  ]);
  return { raw, document, outcomes, bodies };
}

/** The document under test: the bundled contract, or the copy that `CONTRACT_DOCUMENT` names. */
export const documentPath = process.env.CONTRACT_DOCUMENT || DOCUMENT_JSON;

/** The contract under test. */
export const contract = readContract(JSON.parse(readFileSync(documentPath, 'utf8')) as Document);

export const { document, outcomes, bodies } = contract;

export function operations(paths: Record<string, PathItem>) {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
}

function contents(place: string, content: Record<string, Body>) {
  return Object.values(content).map((body) => ({ place, body }));
}

/** A path with a value for each of its parameters. @default the examples of the document */
export function pathOf(path: string, { parameters = [] }: Operation, values: Record<string, string> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    return encodeURIComponent(values[name] ?? parameter?.example ?? '');
  });
}

/** The codes that a status of an operation has: its examples stand under them. */
export function codesOf(operation: Operation | undefined, status: number): string[] {
  return Object.keys(operation?.responses[status]?.content?.['application/json']?.examples ?? {});
}

/** A copy of a bundled document, as {@link document} is one of the contract. */
export function dereference<T extends object>(whole: T): T {
  const referred = ($ref: string) => $ref.slice(2).split('/').reduce<unknown>(property, whole) as Schema;
  const replaced = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replaced);
    if (typeof node !== 'object' || node === null) return node;
    // Anything that is no schema has nothing that this changes.
    const strict = strictSchema(node as Schema, (schema) => (schema.$ref ? referred(schema.$ref) : schema));
    const { $ref, ...beside } = strict as Schema & { $ref?: string };
    const copy = Object.fromEntries(Object.entries(beside).map(([key, value]) => [key, replaced(value)]));
    return $ref ? { ...(replaced(referred($ref)) as object), ...copy } : copy;
  };
  return replaced(whole) as T;
}

function property(value: unknown, key: string): unknown {
  return (value as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
}
