import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import { namedSchemas } from './document.js';
import { literal, propertyKey } from './typescript.js';

/** The property names of every object schema. */
export function renderPropertyNames(document: OpenAPI3): string {
  const lists = namedSchemas(document).flatMap(({ name, schema }) => {
    const { properties } = schema as SchemaObject & { properties?: Record<string, unknown> };
    if (!properties) return [];
    return `  ${propertyKey(name)}: [${Object.keys(properties).map(literal).join(', ')}],\n`;
  });
  return `/** The property names of every object schema, in the documented order. */
export const propertyNames = {
${lists.join('')}} as const;

/** @deprecated Use {@link propertyNames}. */
export const memberNames = propertyNames;
`;
}
