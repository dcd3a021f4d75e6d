import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OpenAPI3 } from 'openapi-typescript';
import { parse, stringify } from 'yaml';
import { resolve } from '../generate/document.js';
import { type Schema, strictSchema } from '../generate/strict-schema.js';

/**
 * Writes a copy of a document with its extensions as keywords, to the same path in `folder`. The extensions are part of the
 * contract, but `redocly diff` compares keywords only.
 */
export async function writeEnforced(root: string, path: string, folder: string): Promise<void> {
  const document = parse(await readFile(join(root, path), 'utf8')) as OpenAPI3;
  addCodes(document);
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), stringify(enforced(document, document), { aliasDuplicateObjects: false }));
}

/** Adds to the schema of each error response the codes of its status, which its examples name. */
function addCodes({ components = {} }: OpenAPI3): void {
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
  // Leaves anything but a schema unchanged.
  const strict = strictSchema(node as Schema, (schema) => resolve<Schema>(document, schema));
  const known = strict['x-extensible-enum'];
  // Known values change like response properties: removing one breaks clients, adding one does not.
  if (Array.isArray(known)) strict.properties = Object.fromEntries(known.map((value) => [value, {}]));
  return Object.fromEntries(Object.entries(strict).map(([name, value]) => [name, enforced(value, document)]));
}
