import type { OpenAPI3 } from 'openapi-typescript';
import { jsdoc, literal, memberName } from './jsdoc.js';
import { type NamedSchema, namedSchemas, valueDescriptions } from './schemas.js';

/** A friendly alias for every schema; an enumeration becomes a const object as well, so `Type.VALUE` can be written. */
export function renderSchemas(document: OpenAPI3): string {
  const schemas = namedSchemas(document).map((named) => (named.values ? enumeration(named) : alias(named)));
  return `import type { components } from './openapi.js';\n\n${schemas.join('\n')}`;
}

function alias({ name, schema }: NamedSchema): string {
  return `${jsdoc(schema.description)}export type ${name} = components['schemas']['${name}'];\n`;
}

function enumeration(named: NamedSchema): string {
  const { name, schema, values = [] } = named;
  const descriptions = valueDescriptions(schema);
  const members = values.map((value) => `${jsdoc(descriptions[value], 2)}  ${memberName(value)}: ${literal(value)},\n`);
  const constant = `export const ${name} = {\n${members.join('')}} as const satisfies { [Value in ${name}]: Value };\n`;
  return `${alias(named)}\n${jsdoc(schema.description)}${constant}`;
}
