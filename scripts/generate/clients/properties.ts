import type { OpenAPI3 } from 'openapi-typescript';
import { resolve } from '../document.js';
import { type Schema, typeOf, type ValueType } from './schema.js';

export interface Property {
  /** Its name in JSON. */
  wire: string;
  type: ValueType;
  isRequired: boolean;
  isDeprecated: boolean;
  description: string;
}

/** The properties of a schema, required ones first: most languages want parameters with a default last. */
export function propertiesOf(document: OpenAPI3, schema: Schema, isClass: (name: string) => boolean): Property[] {
  const properties = Object.entries(schema.properties ?? {})
    // Says nothing: a response with another value is not one of these.
    .filter(([, property]) => typeof property['x-const'] !== 'boolean')
    .map(([wire, property]): Property => {
      const target = resolve<Schema>(document, property);
      const isDeprecated = target.deprecated === true;
      return {
        wire,
        type: { ...typeOf(document, property, isClass), only: property['x-only'] },
        isRequired: (schema.required ?? []).includes(wire) && !isDeprecated,
        isDeprecated,
        description: property.description ?? target.description ?? '',
      };
    });
  return properties.sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

/** The names of what must not stand in a stack trace or a dump: keys and what is known of a customer. */
export const SENSITIVE = /^(license_key|api_key|customer)/;

export const isSensitive = (wire: string): boolean => SENSITIVE.test(wire);
