import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Schema } from './document.js';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);

/** What is wrong with `value` by `schema`, one line each; empty when it is valid. */
export function violations(schema: Schema, value: unknown): string[] {
  const validate = ajv.compile(schema);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || '(whole)'} ${message}`);
}

/** Paths of properties of `value` that `schema` does not name. */
export function undeclaredProperties(schema: Schema, value: unknown, path = ''): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => undeclaredProperties(schema.items ?? {}, item, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const declared = Object.assign(
    {},
    // A schema that allows null holds its other form under `else`.
    ...[...(schema.allOf ?? []).map((part) => part.else ?? {}), schema].map(({ properties }) => properties),
  ) as Record<string, Schema>;
  return Object.entries(value).flatMap(([name, inner]) => {
    const property = declared[name];
    return property ? undeclaredProperties(property, inner, `${path}/${name}`) : [`${path}/${name}`];
  });
}
