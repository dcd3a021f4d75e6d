import type { Schema } from './validators/schema.js';

/**
 * A schema with what its extensions say as keywords of JSON Schema. The document is written for client generators, which
 * trip over the keywords themselves (openapi/README.md, "Our own extensions"); validators and tests hold servers to them.
 *
 * @param resolve gives what a reference of the document refers to
 */
export function strictSchema(schema: Schema, resolve: (schema: Schema) => Schema): Schema {
  const { allOf = [], ...strict } = schema;
  if ('x-const' in schema) strict.const = schema['x-const'];
  if (schema['x-pattern']) strict.pattern = schema['x-pattern'];
  const { payment_type, ...properties } = schema.properties ?? {};
  const paymentTypes = (payment_type && resolve(payment_type).enum) ?? [];
  const conditions = Object.entries(properties).flatMap(([name, property]) =>
    paymentTypes.flatMap((type) => conditionsOf(type, name, resolve(property), resolve)),
  );
  const parts = [...allOf, ...conditions];
  const [other, nothing, ...more] = schema.oneOf ?? [];
  if (nothing?.type === 'null' && more.length === 0) {
    // "Unless null, this": what is wrong with a value is then said of this, and not that it is neither.
    delete strict.oneOf;
    parts.push({ if: nothing, else: other });
  }
  return parts.length > 0 ? { ...strict, allOf: parts } : strict;
}

/** What a property may be for a payment type, if that is less than what it may be. */
function conditionsOf(
  paymentType: unknown,
  name: string,
  property: Schema,
  resolve: (schema: Schema) => Schema,
): Schema[] {
  const narrowed: Schema = {};
  const maximum = property['x-maximums']?.[String(paymentType)];
  if (maximum !== undefined) narrowed.maximum = maximum;
  const types =
    property.oneOf?.flatMap((alternative) => resolve(alternative).type ?? []) ?? [property.type ?? []].flat();
  const isNull = property['x-null-for']?.includes(String(paymentType));
  if (isNull !== undefined) narrowed.type = isNull ? 'null' : types.filter((type) => type !== 'null');
  if (Object.keys(narrowed).length === 0) return [];
  const isOfType = { type: 'object', required: ['payment_type'], properties: { payment_type: { const: paymentType } } };
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  return [{ if: isOfType, then: { properties: { [name]: narrowed } } }];
}
