import type { OpenAPI3, SchemaObject } from 'openapi-typescript';

export interface NamedSchema {
  name: string;
  schema: SchemaObject;
  /** The values of a string enumeration, else undefined. */
  values: readonly string[] | undefined;
}

/** Every schema of the document, by name. */
export function namedSchemas(document: OpenAPI3): NamedSchema[] {
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, SchemaObject>);
  return schemas
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => {
      const isEnumeration = schema.type === 'string' && Array.isArray(schema.enum);
      return { name, schema, values: isEnumeration ? (schema.enum as string[]) : undefined };
    });
}

/** What `x-enumDescriptions` says of each value. */
export function valueDescriptions(schema: SchemaObject): Record<string, string> {
  return (schema as { 'x-enumDescriptions'?: Record<string, string> })['x-enumDescriptions'] ?? {};
}
