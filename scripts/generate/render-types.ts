import openapiTS, { astToString, type OpenAPI3, type SchemaObject } from 'openapi-typescript';
import { factory, type TypeNode } from 'typescript';
import { knownValues } from './schemas.js';

/** The types of `openapi-typescript`: `paths`, `webhooks`, `components`, `operations`. */
export async function renderTypes(document: OpenAPI3): Promise<string> {
  return astToString(await openapiTS(closed(document), { silent: true, transform: openEnumeration }));
}

/** Without `additionalProperties: true`: an index signature would make every slip in the name of a property compile. */
function closed(document: OpenAPI3): OpenAPI3 {
  const isOpen = (name: string, value: unknown) => name === 'additionalProperties' && value === true;
  return JSON.parse(JSON.stringify(document, (name, value) => (isOpen(name, value) ? undefined : value)));
}

/** The known values of an open enumeration, which editors offer, or any other text. */
function openEnumeration(schema: SchemaObject): TypeNode | undefined {
  const values = knownValues(schema);
  if (!values) return undefined;
  const anyOther = factory.createTypeReferenceNode('string & {}');
  const known = values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value)));
  return factory.createUnionTypeNode([...known, factory.createParenthesizedType(anyOther)]);
}
