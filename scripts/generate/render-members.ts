import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import { literal, memberName } from './jsdoc.js';
import { namedSchemas } from './schemas.js';

/** The names of the members of every schema that is an object. */
export function renderMembers(document: OpenAPI3): string {
  const lists = namedSchemas(document).flatMap(({ name, schema }) => {
    const { properties } = schema as SchemaObject & { properties?: Record<string, unknown> };
    if (!properties) return [];
    return `  ${memberName(name)}: [${Object.keys(properties).map(literal).join(', ')}],\n`;
  });
  return `/** The names of the members of every schema that is an object, in the documented order. */
export const memberNames = {
${lists.join('')}} as const;
`;
}
