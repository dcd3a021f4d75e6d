import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError, operationsOf, resolve } from '../document.js';
import { type Schema, strictSchema } from '../strict-schema.js';

/**
 * The names of the schemas that are a body, in the order of the document.
 *
 * @param of bodies of requests only, or also those of responses and events
 */
export function bodySchemas(document: OpenAPI3, of: 'requests' | 'all' = 'all'): string[] {
  const operations = [...operationsOf(document), ...operationsOf(document, 'webhooks')];
  const bodies = operations.flatMap(({ requestBody, responses }) => [
    requestBody,
    ...(of === 'all' ? responses.map(([, body]) => body) : []),
  ]);
  const references = bodies.flatMap((body) =>
    Object.values(body?.content ?? {}).flatMap(({ schema }) => schema?.$ref ?? []),
  );
  return [...new Set(references.map((reference) => reference.replace('#/components/schemas/', '')))];
}

/** Keywords without effect on validity. Leaving them out keeps prose out of the compiled code. */
const ANNOTATIONS = /^(title|description|examples?|default|deprecated|readOnly|writeOnly|externalDocs|xml|x-.+)$/;

const ONE_SCHEMA =
  /^(items|contains|additionalProperties|unevaluated(Items|Properties)|propertyNames|not|if|then|else)$/;
const LIST_OF_SCHEMAS = /^(allOf|anyOf|oneOf|prefixItems)$/;
const SCHEMAS_BY_NAME = /^(properties|patternProperties|dependentSchemas)$/;

/**
 * A self-contained schema as strict as the service: references are resolved, extensions become keywords, annotations are
 * dropped. It compiles into one function without calls, so a million invalid items cost linear time (Ajv copies all
 * previous errors after each call).
 *
 * @throws {ContractError} when a schema contains itself
 */
export function selfContained(document: OpenAPI3, schema: Schema, within: readonly string[] = []): Schema {
  const { $ref, ...siblings } = schema;
  if ($ref !== undefined) {
    if (within.includes($ref))
      throw new ContractError(`${$ref} contains itself. Validators support no recursive schemas.`);
    const target = selfContained(document, resolve<Schema>(document, schema), [...within, $ref]);
    const rest = selfContained(document, siblings, within);
    return Object.keys(rest).length === 0 ? target : { ...rest, allOf: [target, ...(rest.allOf ?? [])] };
  }
  const inner = (child: unknown) =>
    typeof child === 'boolean' ? child : selfContained(document, child as Schema, within);
  const strict = strictSchema(schema, (reference) => resolve<Schema>(document, reference));
  const keywords = Object.entries(strict)
    .filter(([keyword]) => !ANNOTATIONS.test(keyword))
    .map(([keyword, value]) => {
      if (ONE_SCHEMA.test(keyword)) return [keyword, inner(value)];
      if (LIST_OF_SCHEMAS.test(keyword)) return [keyword, (value as Schema[]).map(inner)];
      if (!SCHEMAS_BY_NAME.test(keyword)) return [keyword, value];
      const named = Object.entries(value as Record<string, Schema>);
      return [keyword, Object.fromEntries(named.map(([name, child]) => [name, inner(child)]))];
    });
  return Object.fromEntries(keywords);
}

/** The properties of a self-contained schema as JSON Pointers, with `*` for the items of an array. */
export interface PropertyPaths {
  /** In the order of the schema. */
  all: string[];
  /** The optional ones. */
  optional: string[];
}

export function propertyPaths(schema: Schema): PropertyPaths {
  const optional = new Set<string>();
  const all = new Set(walk(schema, '', optional));
  return { all: [...all], optional: [...optional] };
}

function walk(schema: Schema, path: string, optional: Set<string>): string[] {
  const { properties = {}, required = [], items, allOf = [], anyOf = [], oneOf = [], then, else: otherwise } = schema;
  const parts = [...allOf, ...anyOf, ...oneOf, then, otherwise].filter((part) => part !== undefined);
  const nested = [...new Set([...Object.keys(properties), ...required])].flatMap((name) => {
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    // A condition does not say what is required.
    if (schema.type === 'object' && !required.includes(name)) optional.add(pointer);
    return walk(properties[name] ?? {}, pointer, optional);
  });
  return [
    path,
    ...nested,
    ...(items ? walk(items, `${path}/*`, optional) : []),
    ...parts.flatMap((part) => walk(part, path, optional)),
  ];
}
