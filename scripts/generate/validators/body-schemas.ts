import type { OpenAPI3 } from 'openapi-typescript';
import { resolve } from '../resolve.js';

interface Content {
  content?: Record<string, { schema?: Reference }>;
}

interface Reference {
  $ref?: string;
}

interface Operation {
  requestBody?: unknown;
  responses?: Record<string, unknown>;
}

/**
 * The names of the schemas that are the body of a request, a response or an event, in the order of the document.
 *
 * @param of which bodies
 */
export function bodySchemas(document: OpenAPI3, of: 'requests' | 'all' = 'all'): string[] {
  const items = [...Object.values(document.paths ?? {}), ...Object.values(document.webhooks ?? {})];
  const operations = items.flatMap((item) => Object.values(resolve<Record<string, Operation>>(document, item)));
  const bodies = operations.flatMap(({ requestBody, responses = {} }) =>
    [requestBody, ...(of === 'all' ? Object.values(responses) : [])].filter((body) => body !== undefined),
  );
  const references = bodies
    .flatMap((body) => Object.values(resolve<Content>(document, body).content ?? {}))
    .flatMap(({ schema }) => schema?.$ref ?? []);
  return [...new Set(references.map((reference) => reference.replace('#/components/schemas/', '')))];
}
