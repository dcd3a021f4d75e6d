import type { OpenAPI3 } from 'openapi-typescript';

const PREFIX = '#/components/schemas/';

/** A schema of a document, with those that it refers to, as a JSON Schema document of its own. */
export function renderJsonSchema(document: OpenAPI3, name: string): string {
  const schemas = (document.components?.schemas ?? {}) as Record<string, object>;
  const used = new Set<string>();
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== '$ref' || typeof inner !== 'string') return [key, rewrite(inner)];
        const target = inner.replace(PREFIX, '');
        used.add(target);
        return [key, `#/$defs/${target}`];
      }),
    );
  };
  const root = rewrite(schemas[name]) as object;
  const definitions: Record<string, unknown> = {};
  // The set grows while it is walked.
  for (const target of used) definitions[target] = rewrite(schemas[target]);
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: name, ...root, $defs: definitions };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
