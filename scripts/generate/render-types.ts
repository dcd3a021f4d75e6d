import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { resolve } from './resolve.js';

/** The types of `openapi-typescript`: `paths`, `webhooks`, `components`, `operations`, with texts that editors show. */
export async function renderTypes(document: OpenAPI3): Promise<string> {
  const source = astToString(await openapiTS(texts(document, document) as OpenAPI3, { silent: true }));
  // It indents all lines but the first, which Markdown would take for code.
  return source.replace(/^( *\*) {5}/gm, '$1 ');
}

/** What holds values of partners, in which a `description` is no text of ours. */
const VALUES = /^(examples?|default|enum|const|x-.*)$/;

/**
 * The document with its texts where `openapi-typescript` makes comments of them that editors show: as titles, since a
 * description becomes a tag, and also at properties that are references. Formats it would put between text and tags, and
 * a discriminator would take the text of its property away.
 */
function texts(document: OpenAPI3, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => texts(document, item));
  if (typeof node !== 'object' || node === null) return node;
  const { title, summary, description, format, discriminator, ...rest } = node as Record<string, unknown>;
  const text = [summary, description].filter((part) => part !== undefined).join('\n\n') || title;
  const parts = Object.entries(rest).map(([name, value]) => {
    if (VALUES.test(name)) return [name, value];
    return [name, name === 'properties' ? properties(document, value as object) : texts(document, value)];
  });
  return { ...(text !== undefined && { title: text }), ...Object.fromEntries(parts) };
}

function properties(document: OpenAPI3, schemas: object): object {
  const described = Object.entries(schemas).map(([name, schema]) => {
    const { description, deprecated, examples } = resolve<Record<string, unknown>>(document, schema);
    return [name, texts(document, { description, deprecated, examples, ...schema })];
  });
  return Object.fromEntries(described);
}
