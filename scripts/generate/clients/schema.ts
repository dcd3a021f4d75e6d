import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError, operationsOf, resolve } from '../document.js';

/** A schema of the bundled document, as far as the clients need to know. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  enum?: string[];
  additionalProperties?: boolean | Schema;
  deprecated?: boolean;
  'x-const'?: unknown;
  /** The only value of an enumeration that it can have; not from the document. */
  'x-only'?: string;
  'x-null-for'?: string[];
  'x-extensible-enum'?: string[];
  'x-final-values'?: string[];
  'x-enumDescriptions'?: Record<string, string>;
}

export const nameOf = (schema: Schema | undefined): string | undefined => schema?.$ref?.split('/').pop();

/** The values of an enumeration that is closed, or that later versions may extend. */
export const valuesOf = (schema: Schema): string[] | undefined => schema['x-extensible-enum'] ?? schema.enum;

/** The schemas of a document by name. */
export function schemasOf(document: OpenAPI3): Record<string, Schema> {
  return (document.components?.schemas ?? {}) as Record<string, Schema>;
}

/** A value of a schema, for a language to declare. */
export interface ValueType {
  kind: 'string' | 'int' | 'number' | 'bool' | 'dateTime' | 'enum' | 'object' | 'list' | 'map';
  /** The name of the enumeration or class. */
  name?: string;
  of?: ValueType;
  /** The only value of an enumeration that it can have. */
  only?: string | undefined;
  isNullable: boolean;
}

/** @param isClass whether an object schema has a class; others are maps */
export function typeOf(document: OpenAPI3, given: Schema, isClass: (name: string) => boolean): ValueType {
  const other = given.oneOf?.filter(({ type }) => type !== 'null');
  if (other) {
    if (other.length !== 1) throw new ContractError('Clients: expected oneOf with one schema besides null.');
    return { ...typeOf(document, other[0] as Schema, isClass), isNullable: given.oneOf?.length === 2 };
  }
  const schema = resolve<Schema>(document, given);
  const name = nameOf(given);
  const types = [schema.type].flat();
  const isNullable = types.includes('null');
  const type = types.find((each) => each !== 'null');
  if ((schema.enum || schema['x-extensible-enum']) && name) return { kind: 'enum', name, isNullable };
  switch (type) {
    case 'string':
      return { kind: schema.format === 'date-time' ? 'dateTime' : 'string', isNullable };
    case 'integer':
      return { kind: 'int', isNullable };
    case 'number':
      return { kind: 'number', isNullable };
    case 'boolean':
      return { kind: 'bool', isNullable };
    case 'array':
      return { kind: 'list', of: typeOf(document, schema.items as Schema, isClass), isNullable };
    case 'object':
      return name && isClass(name) ? { kind: 'object', name, isNullable } : { kind: 'map', isNullable };
    default:
      throw new ContractError(`Clients: expected a type of ${name ?? 'a schema'}, got ${String(type)}.`);
  }
}

/** The names of the schemas of successful responses. */
export function responseNames(document: OpenAPI3): Set<string> {
  const bodies = operationsOf(document).flatMap(({ responses }) => responses.filter(([status]) => /^2/.test(status)));
  return new Set(bodies.map(([, body]) => nameOf(body.content?.['application/json']?.schema) ?? ''));
}

/** The names of the schemas that requests contain, and those that responses and events contain. */
export function directions(document: OpenAPI3): { sent: Set<string>; received: Set<string> } {
  const sent = new Set<string>();
  const received = new Set<string>();
  const jsonOf = (body: { content?: Record<string, { schema?: { $ref?: string } }> } | undefined) =>
    body?.content?.['application/json']?.schema;
  for (const { requestBody, responses } of operationsOf(document)) {
    collect(document, jsonOf(requestBody), sent);
    for (const [, response] of responses) collect(document, jsonOf(response), received);
  }
  for (const { requestBody } of operationsOf(document, 'webhooks')) collect(document, jsonOf(requestBody), received);
  return { sent, received };
}

function collect(document: OpenAPI3, schema: Schema | undefined, names: Set<string>): void {
  if (!schema) return;
  const name = nameOf(schema);
  if (name) {
    if (names.has(name)) return;
    names.add(name);
  }
  const { properties = {}, items, oneOf = [] } = resolve<Schema>(document, schema);
  for (const each of [...Object.values(properties), ...(items ? [items] : []), ...oneOf])
    collect(document, each, names);
}
