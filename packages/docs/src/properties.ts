import type { Schema } from './document.js';

/** A property of a body, named with its ancestors: `items[].price`. */
export interface Property {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The properties of a schema, each followed by its own. */
export function propertiesOf({ properties = {}, required = [] }: Schema, prefix = ''): Property[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const own = { name: `${prefix}${name}`, schema, isRequired: required.includes(name) };
    const nested = schema.items
      ? propertiesOf(schema.items, `${own.name}[].`)
      : propertiesOf(schema.oneOf?.[0] ?? schema, `${own.name}.`);
    return [own, ...nested];
  });
}

/** The schema of a body narrowed to one payment type. */
export function forPaymentType(schema: Schema, paymentType: string): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]): [string, Schema] => {
    if (name === 'payment_type') return [name, { description: property.description ?? '', 'x-const': paymentType }];
    return [name, narrowed(property, paymentType)];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function narrowed(property: Schema, paymentType: string): Schema {
  const { 'x-maximums': maximums, 'x-null-for': nullFor, oneOf, ...rest } = property;
  const { description = '' } = property;
  if (nullFor?.includes(paymentType)) return { description, 'x-const': null };
  const maximum = maximums?.[paymentType];
  const types = [rest.type ?? []].flat().filter((type) => type !== 'null');
  return {
    ...(nullFor && oneOf ? { ...oneOf[0], description } : { ...rest, ...(oneOf && { oneOf }) }),
    ...(nullFor && types[0] && { type: types[0] }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}
