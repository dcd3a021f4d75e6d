/** A JSON Schema of the document, with the keywords that the validators use. */
export interface Schema {
  [keyword: string]: unknown;
  $ref?: string;
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  then?: Schema;
  else?: Schema;
  enum?: unknown[];
  const?: unknown;
  'x-pattern'?: string;
  'x-maximums'?: Record<string, number>;
  'x-null-for'?: string[];
}

/**
 * A schema with its extensions as JSON Schema keywords. The document uses extensions because the keywords themselves break
 * client generators (openapi/README.md, "Our own extensions"); validators and tests hold servers to the keywords.
 *
 * @param resolve resolves a `$ref` of the document
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
    // "Null, or else this": violations then name the property of this schema instead of "matches neither".
    delete strict.oneOf;
    parts.push({ if: nothing, else: other });
  }
  return parts.length > 0 ? { ...strict, allOf: parts } : strict;
}

/** The constraint of a property for one payment type, if that is narrower than its schema. */
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
