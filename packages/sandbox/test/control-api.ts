import { readFileSync } from 'node:fs';
import { codesOf, type Document, dereference, type Operation } from '../../../test/support/document.js';
import { undeclaredProperties, violations } from '../../../test/support/validate.js';
import type { controlOperations } from '../src/control/generated/operations.js';

export type OperationId = keyof typeof controlOperations;

const written = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as Document;

/** The operations of the control API's document by id, with every reference resolved. */
export const operations = Object.fromEntries(
  Object.entries(dereference(written).paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [
      operation.operationId,
      { ...operation, method: method.toUpperCase(), path },
    ]),
  ),
) as Record<OperationId, Operation & { method: string; path: string }>;

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely; the schema has validated them
type Body = any;

export interface ControlResponse {
  status: number;
  body: Body;
}

export interface ControlRequest {
  /** The value of `{id}` or `{key}` in the path. */
  name?: string;
  query?: Record<string, string | number>;
  apiKey?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Sends a request to the control API, and checks that the response is as documented. */
export async function control(
  sandbox: { url: string },
  id: OperationId,
  { name = '', query = {}, apiKey, body, headers = {}, signal }: ControlRequest = {},
): Promise<ControlResponse> {
  const { method, path } = operations[id];
  const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const url = `${sandbox.url}${path.replace(/\{\w+\}/, encodeURIComponent(name))}${search.size > 0 ? `?${search}` : ''}`;
  const response = await fetch(url, {
    method,
    headers: { ...(apiKey !== undefined && { 'x-api-key': apiKey }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  return described(id, response.status, response.headers.get('content-type'), await response.text());
}

/** A response that is as documented. @throws {Error} that says what is not */
export function described(id: OperationId, status: number, contentType: string | null, text: string): ControlResponse {
  const response = operations[id].responses[String(status)];
  if (!response) throw new Error(`${id} has no response ${status}: ${text}`);
  if (response.content?.['text/plain']) {
    if (!contentType?.startsWith('text/plain')) throw new Error(`${id} ${status} is text, got ${contentType}.`);
    return { status, body: text };
  }
  const schema = response.content?.['application/json']?.schema;
  if (!schema) {
    if (text !== '') throw new Error(`${id} ${status} has no body, got ${text}.`);
    return { status, body: undefined };
  }
  if (contentType !== 'application/json') throw new Error(`${id} ${status} is JSON, got ${contentType}.`);
  const body = JSON.parse(text) as Body;
  const problems = [
    ...violations(schema, body),
    // The headers of a webhook have names of their own, and logged requests hold whatever was sent.
    ...undeclaredProperties(schema, body).filter((path) => !/\/(headers|request)\//.test(path)),
  ];
  if (status >= 400 && !codesOf(operations[id], status).includes(body.code)) problems.push(`no code ${body.code}`);
  if (problems.length > 0) throw new Error(`${id} ${status}: ${problems.join('; ')}; got ${text}`);
  return { status, body };
}

/** Every operation with each of its statuses, and with each code of an error: `payPayment 409 EXPIRED`. */
export const documentedOutcomes: string[] = Object.entries(operations).flatMap(([id, operation]) =>
  Object.keys(operation.responses).flatMap((status) => {
    const codes = Number(status) < 400 ? [''] : codesOf(operation, Number(status));
    return codes.map((code) => `${id} ${status} ${code}`.trim());
  }),
);
