import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import { jsdoc, literal, memberName } from './jsdoc.js';
import { resolve } from './resolve.js';
import { type NamedSchema, namedSchemas, valueDescriptions } from './schemas.js';

/**
 * A friendly alias for every schema; an enumeration becomes a const object as well, so `Type.VALUE` can be written, and a
 * schema whose nulls depend on the payment type becomes a type for each of them as well.
 */
export function renderSchemas(document: OpenAPI3): string {
  const schemas = namedSchemas(document).flatMap((named) => [
    named.values ? enumeration(named) : alias(named),
    ...(nullsOf(document, named.schema).length > 0 ? [byPaymentType(document, named)] : []),
  ]);
  return `import type { components } from './openapi.js';\n\n${schemas.join('\n')}`;
}

function alias({ name, schema }: NamedSchema): string {
  return `${jsdoc(schema.description)}export type ${name} = components['schemas']['${name}'];\n`;
}

function enumeration(named: NamedSchema): string {
  const { name, schema, values = [], isOpen } = named;
  const descriptions = valueDescriptions(schema);
  const members = values.map((value) => `${jsdoc(descriptions[value], 2)}  ${memberName(value)}: ${literal(value)},\n`);
  if (!isOpen) {
    const object = `{\n${members.join('')}} as const satisfies { [Value in ${name}]: Value };\n`;
    return `${alias(named)}\n${jsdoc(schema.description)}export const ${name} = ${object}`;
  }
  return `${jsdoc(`${schema.description}\n\nThese are the known values.`)}export type ${name} = keyof typeof ${name};

${jsdoc(schema.description)}export const ${name} = {\n${members.join('')}} as const;\n`;
}

/** The name of the type that has {@link byPaymentType}; undefined for a schema that has none. */
export function nameByPaymentType(document: OpenAPI3, { name, schema }: NamedSchema): string | undefined {
  return nullsOf(document, schema).length > 0 ? `${name}ByType` : undefined;
}

function byPaymentType(document: OpenAPI3, { name, schema }: NamedSchema): string {
  const nulls = nullsOf(document, schema);
  const types = namedSchemas(document).find((named) => named.name === 'PartnerPaymentType')?.values ?? [];
  const members = types.map((type) => {
    const narrowed = nulls.map(([property, nullFor]) => {
      const own = nullFor.includes(type) ? 'null' : `NonNullable<${name}[${literal(property)}]>`;
      return ` ${memberName(property)}: ${own};`;
    });
    return `  ${memberName(type)}: ${name} & { payment_type: ${literal(type)};${narrowed.join('')} };\n`;
  });
  const text = `What a \`${name}\` is for each payment type: which properties are null, and which are not.`;
  return `${jsdoc(text)}export interface ${name}ByType {\n${members.join('')}}\n`;
}

/** The properties of a schema that are null for some payment types, with these. */
function nullsOf(document: OpenAPI3, schema: SchemaObject): [name: string, types: string[]][] {
  const { properties = {} } = schema as { properties?: Record<string, unknown> };
  return Object.entries(properties).flatMap(([name, property]): [string, string[]][] => {
    const types = resolve<{ 'x-null-for'?: string[] }>(document, property)['x-null-for'];
    return types ? [[name, types]] : [];
  });
}
