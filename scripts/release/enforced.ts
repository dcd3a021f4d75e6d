import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OpenAPI3 } from 'openapi-typescript';
import { parse, stringify } from 'yaml';
import { resolve } from '../generate/document.js';
import { type Schema, strictSchema } from '../generate/strict-schema.js';

/**
 * Writes a document with its extensions as keywords, below `folder` under its own path: what they say is part of the
 * contract, and a comparison sees keywords only.
 */
export async function writeEnforced(root: string, path: string, folder: string): Promise<void> {
  const document = parse(await readFile(join(root, path), 'utf8')) as OpenAPI3;
  sayCodes(document);
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), stringify(enforced(document, document), { aliasDuplicateObjects: false }));
}

/** Says in the schema of each error which codes its status has: those of its examples. */
function sayCodes({ components = {} }: OpenAPI3): void {
  const responses = Object.values(
    (components.responses ?? {}) as Record<string, { content?: Record<string, ErrorBody> }>,
  );
  for (const body of responses.flatMap(({ content = {} }) => Object.values(content))) {
    const codes = Object.keys(body.examples ?? {});
    const code = { 'x-extensible-enum': codes };
    body.schema = { allOf: [body.schema, { type: 'object', properties: { code } }] };
  }
}

interface ErrorBody {
  schema: object;
  examples?: Record<string, unknown>;
}

function enforced(node: unknown, document: OpenAPI3): unknown {
  if (Array.isArray(node)) return node.map((item) => enforced(item, document));
  if (typeof node !== 'object' || node === null) return node;
  // Anything that is no schema has nothing that this changes.
  const strict = strictSchema(node as Schema, (schema) => resolve<Schema>(document, schema));
  const known = strict['x-extensible-enum'];
  // In a response, a property that goes breaks clients and one that comes does not: so it is with known values.
  if (Array.isArray(known)) strict.properties = Object.fromEntries(known.map((value) => [value, {}]));
  return Object.fromEntries(Object.entries(strict).map(([name, value]) => [name, enforced(value, document)]));
}
