import { createRequire } from 'node:module';
import type { OpenAPI3 } from 'openapi-typescript';
import { resolve } from './document.js';

const require = createRequire(import.meta.url);

/** The types of `openapi-typescript` (`paths`, `webhooks`, `components`, `operations`) with comments that editors show. */
export async function renderTypes(document: OpenAPI3): Promise<string> {
  // Loaded on demand, because it loads TypeScript; by require, because an import parses TypeScript's nine megabytes twice.
  const { default: openapiTS, astToString } = require('openapi-typescript') as typeof import('openapi-typescript');
  const source = astToString(await openapiTS(forEditors(document, document) as OpenAPI3, { silent: true }));
  // openapi-typescript indents all lines but the first. Markdown would render them as code.
  return source.replace(/^( *\*) {5}/gm, '$1 ');
}

/** Keywords that hold data, in which `description` is not a schema keyword. */
const VALUES = /^(examples?|default|enum|const|x-.*)$/;

/**
 * The document with its descriptions where `openapi-typescript` turns them into comments that editors show: as titles
 * (a description becomes a tag) and also on properties that are references. Leaves out formats, which it would put between
 * text and tags, and `additionalProperties: true`, whose index signature would accept every misspelt property.
 */
function forEditors(document: OpenAPI3, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => forEditors(document, item));
  if (typeof node !== 'object' || node === null) return node;
  const { title, summary, description, format, additionalProperties, ...rest } = node as Record<string, unknown>;
  const text = [summary, description].filter((part) => part !== undefined).join('\n\n') || title;
  if (additionalProperties !== undefined && additionalProperties !== true) {
    rest.additionalProperties = additionalProperties;
  }
  const parts = Object.entries(rest).map(([name, value]) => {
    if (VALUES.test(name)) return [name, value];
    return [name, name === 'properties' ? properties(document, value as object) : forEditors(document, value)];
  });
  return { ...(text !== undefined && { title: text }), ...Object.fromEntries(parts) };
}

function properties(document: OpenAPI3, schemas: object): object {
  const described = Object.entries(schemas).map(([name, schema]) => {
    const { description, deprecated, examples } = resolve<Record<string, unknown>>(document, schema);
    return [name, forEditors(document, { description, deprecated, examples, ...schema })];
  });
  return Object.fromEntries(described);
}
