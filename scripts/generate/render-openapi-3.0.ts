import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError } from './document.js';

/** Any node of the document. */
type Node = Record<string, unknown>;

/**
 * The document as OpenAPI 3.0.3, for generators with no or poor support for 3.1. It drops the webhooks, which 3.0 lacks;
 * the callback describes the same request. `@apiture/openapi-down-convert` is no alternative: it keeps `summary`, the
 * license identifier and `type: 'null'`.
 */
export function renderOpenApi30(document: OpenAPI3): Node {
  const { openapi: _, webhooks: __, info, ...rest } = document as OpenAPI3 & { webhooks?: unknown };
  const { summary, description, license, ...about } = info as typeof info & { summary: string };
  const converted = convert(rest) as Node & { components: { schemas: Record<string, Node> } };
  for (const name of nullableReferences(rest)) {
    const { type, ...schema } = converted.components.schemas[name] ?? {};
    converted.components.schemas[name] = { type, nullable: true, ...schema };
  }
  return {
    openapi: '3.0.3',
    info: {
      ...about,
      description: `${summary}\n\n${description}`,
      license: { name: license?.name, url: `https://spdx.org/licenses/${license?.identifier}.html` },
    },
    ...converted,
  };
}

/** Converts a node and its children. Examples and extensions stay as they are. */
function convert(node: unknown, name = ''): unknown {
  if (Array.isArray(node)) return node.map((child) => convert(child));
  if (typeof node !== 'object' || node === null) return node;
  if (name === 'example' || name === 'value' || name.startsWith('x-')) return node;
  const entries = Object.entries(withNullable(withOneExample(node as Node)));
  // A property may have any name.
  return Object.fromEntries(entries.map(([key, child]) => [key, convert(child, name === 'properties' ? '' : key)]));
}

/** The first of a schema's `examples` becomes its `example`; the `examples` of a body are an object in both versions. */
function withOneExample({ examples, ...rest }: Node): Node {
  if (Array.isArray(examples)) return { ...rest, example: examples[0] };
  return examples === undefined ? rest : { ...rest, examples };
}

/** 3.0 has `nullable` instead of a null type, and allows nothing beside a `$ref`. */
function withNullable(node: Node): Node {
  const { type, ...rest } = node;
  if (Array.isArray(type)) return { type: type.find((one) => one !== 'null'), nullable: true, ...rest };
  const $ref = nullableReference(node);
  return $ref === undefined ? node : { $ref };
}

/** The `$ref` in a `oneOf` of a reference and null. */
function nullableReference({ oneOf }: Node): string | undefined {
  const [reference, nothing] = Array.isArray(oneOf) && oneOf.length === 2 ? (oneOf as [Node, Node]) : [];
  return nothing?.type === 'null' ? (reference?.$ref as string) : undefined;
}

/**
 * The schemas that may be null where they are referenced. They become nullable themselves: `nullable` beside `allOf` is
 * invalid in 3.0, and Redocly's PHP client fails on it.
 *
 * @throws {ContractError} when such a schema is also referenced where null is not allowed
 */
function nullableReferences(document: object): string[] {
  const found: string[] = [];
  const text = JSON.stringify(document, (_, value) => {
    const $ref = typeof value === 'object' && value !== null ? nullableReference(value) : undefined;
    if ($ref) found.push($ref);
    return value;
  });
  for (const $ref of found) {
    if (text.split(`"${$ref}"`).length > 2) {
      throw new ContractError(`${$ref} may be null in one place but not in another. OpenAPI 3.0 cannot express that.`);
    }
  }
  return found.map(($ref) => $ref.replace('#/components/schemas/', ''));
}
