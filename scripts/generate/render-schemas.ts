import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import { type NamedSchema, namedSchemas, resolve, valueDescriptions } from './document.js';
import { jsdoc, literal, propertyKey } from './typescript.js';

/**
 * An alias for every schema. An enumeration also becomes a const object, for `Type.VALUE`. A schema whose nullable
 * properties depend on the payment type also becomes one type for each payment type.
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
  const entries = values.map(
    (value) => `${jsdoc(descriptions[value], 2)}  ${propertyKey(value)}: ${literal(value)},\n`,
  );
  if (!isOpen) {
    const object = `{\n${entries.join('')}} as const satisfies { [Value in ${name}]: Value };\n`;
    return `${alias(named)}\n${jsdoc(schema.description)}export const ${name} = ${object}`;
  }
  return `${jsdoc(`${schema.description}\n\nThese are the known values.`)}export type ${name} = keyof typeof ${name};

${jsdoc(schema.description)}export const ${name} = {\n${entries.join('')}} as const;\n`;
}

/** The name of a schema's types by payment type; undefined if it has none. */
export function nameByPaymentType(document: OpenAPI3, { name, schema }: NamedSchema): string | undefined {
  return nullsOf(document, schema).length > 0 ? `${name}ByType` : undefined;
}

function byPaymentType(document: OpenAPI3, { name, schema }: NamedSchema): string {
  const nulls = nullsOf(document, schema);
  const types = namedSchemas(document).find((named) => named.name === 'PartnerPaymentType')?.values ?? [];
  const entries = types.map((type) => {
    const narrowed = nulls.map(([property, nullFor]) => {
      const own = nullFor.includes(type) ? 'null' : `NonNullable<${name}[${literal(property)}]>`;
      return ` ${propertyKey(property)}: ${own};`;
    });
    return `  ${propertyKey(type)}: ${name} & { payment_type: ${literal(type)};${narrowed.join('')} };\n`;
  });
  const text = `\`${name}\` by payment type: which properties are null and which are not.`;
  return `${jsdoc(text)}export interface ${name}ByType {\n${entries.join('')}}\n`;
}

/** The properties that are null for some payment types, with those payment types. */
function nullsOf(document: OpenAPI3, schema: SchemaObject): [name: string, types: string[]][] {
  const { properties = {} } = schema as { properties?: Record<string, unknown> };
  return Object.entries(properties).flatMap(([name, property]): [string, string[]][] => {
    const types = resolve<{ 'x-null-for'?: string[] }>(document, property)['x-null-for'];
    return types ? [[name, types]] : [];
  });
}
