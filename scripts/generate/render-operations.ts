import type { OpenAPI3, ParameterObject } from 'openapi-typescript';
import { operationsOf } from './document.js';
import { literal, propertyKey } from './typescript.js';

interface Bounds {
  minimum?: number;
  maximum?: number;
  default?: number;
}

/**
 * Method, path and query parameters of each operation of a document.
 *
 * @param name the name of the exported constant
 */
export function renderOperations(document: OpenAPI3, name: string): string {
  const entries = operationsOf(document).map(({ operationId, method, path, parameters }) => {
    const query = (parameters as ParameterObject[]).filter((parameter) => parameter.in === 'query').map(boundsOf);
    return `  ${propertyKey(operationId)}: {
    method: ${literal(method)},
    path: ${literal(path)},
    query: {${query.join('')}},
  },\n`;
  });
  return `import type { operations } from './openapi.js';

/** Method, path and query parameters of each operation. The path has \`{name}\` in the place of a path parameter. */
export const ${name} = {
${entries.join('')}} as const satisfies { [Id in keyof operations]?: { method: string; path: string; query: object } };
`;
}

/** A query parameter with its bounds, as far as the document sets any. */
function boundsOf({ name, schema }: ParameterObject): string {
  const { minimum, maximum, default: fallback } = (schema ?? {}) as Bounds;
  return ` ${propertyKey(name)}: ${JSON.stringify({ minimum, maximum, default: fallback })},`;
}
