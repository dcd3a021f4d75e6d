import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError } from '../contract-error.js';
import { resolve } from '../resolve.js';
import { strictSchema } from '../strict-schema.js';
import type { Schema } from './schema.js';

/** Keywords that say nothing about validity; without them the compiled code holds no prose. */
const ANNOTATIONS = /^(title|description|examples?|default|deprecated|readOnly|writeOnly|externalDocs|xml|x-.+)$/;

const ONE_SCHEMA =
  /^(items|contains|additionalProperties|unevaluated(Items|Properties)|propertyNames|not|if|then|else)$/;
const LIST_OF_SCHEMAS = /^(allOf|anyOf|oneOf|prefixItems)$/;
const SCHEMAS_BY_NAME = /^(properties|patternProperties|dependentSchemas)$/;

/**
 * A schema that stands on its own and demands what the service promises: references replaced by what they refer to,
 * extensions by keywords, annotations left out. One function without calls comes out of it, so a list of a million
 * wrong items costs time in proportion (Ajv copies all errors so far after each call).
 *
 * @throws {ContractError} when a schema contains itself: then it cannot stand on its own
 */
export function selfContained(document: OpenAPI3, schema: Schema, within: readonly string[] = []): Schema {
  const { $ref, ...siblings } = schema;
  if ($ref !== undefined) {
    if (within.includes($ref)) throw new ContractError(`${$ref} contains itself; validators cannot be made of that.`);
    const target = selfContained(document, resolve<Schema>(document, schema), [...within, $ref]);
    const rest = selfContained(document, siblings, within);
    return Object.keys(rest).length === 0 ? target : { ...rest, allOf: [target, ...(rest.allOf ?? [])] };
  }
  const inner = (child: unknown) =>
    typeof child === 'boolean' ? child : selfContained(document, child as Schema, within);
  const strict = strictSchema(schema, (reference) => resolve<Schema>(document, reference));
  const members = Object.entries(strict)
    .filter(([keyword]) => !ANNOTATIONS.test(keyword))
    .map(([keyword, value]) => {
      if (ONE_SCHEMA.test(keyword)) return [keyword, inner(value)];
      if (LIST_OF_SCHEMAS.test(keyword)) return [keyword, (value as Schema[]).map(inner)];
      if (!SCHEMAS_BY_NAME.test(keyword)) return [keyword, value];
      const named = Object.entries(value as Record<string, Schema>);
      return [keyword, Object.fromEntries(named.map(([name, child]) => [name, inner(child)]))];
    });
  return Object.fromEntries(members);
}
