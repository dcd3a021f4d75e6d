import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of `openapi-typescript`: `paths`, `webhooks`, `components`, `operations`. */
export async function renderTypes(document: OpenAPI3): Promise<string> {
  return astToString(await openapiTS(closed(document), { silent: true }));
}

/** Without `additionalProperties: true`: an index signature would make every slip in the name of a property compile. */
function closed(document: OpenAPI3): OpenAPI3 {
  const isOpen = (name: string, value: unknown) => name === 'additionalProperties' && value === true;
  return JSON.parse(JSON.stringify(document, (name, value) => (isOpen(name, value) ? undefined : value)));
}
