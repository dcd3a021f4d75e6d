import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of `openapi-typescript`: `paths`, `webhooks`, `components`, `operations`. */
export async function renderTypes(document: OpenAPI3): Promise<string> {
  return astToString(await openapiTS(structuredClone(document), { silent: true }));
}
