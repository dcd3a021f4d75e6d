import type { OpenAPI3, SchemaObject } from 'openapi-typescript';

export interface NamedSchema {
  name: string;
  schema: SchemaObject;
  /** The values of a string enumeration, the known ones of an open one; else undefined. */
  values: readonly string[] | undefined;
  /** Whether later versions may add values. */
  isOpen: boolean;
}

/** Every schema of the document, by name. */
export function namedSchemas(document: OpenAPI3): NamedSchema[] {
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, SchemaObject>);
  return schemas
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => {
      const known = knownValues(schema);
      const closed = schema.type === 'string' && Array.isArray(schema.enum) ? (schema.enum as string[]) : undefined;
      return { name, schema, values: known ?? closed, isOpen: known !== undefined };
    });
}

/** The values that an open enumeration has today; undefined for any other schema. */
export function knownValues(schema: SchemaObject): readonly string[] | undefined {
  return (schema as { 'x-extensible-enum'?: string[] })['x-extensible-enum'];
}

/** What `x-enumDescriptions` says of each value. */
export function valueDescriptions(schema: SchemaObject): Record<string, string> {
  return (schema as { 'x-enumDescriptions'?: Record<string, string> })['x-enumDescriptions'] ?? {};
}
