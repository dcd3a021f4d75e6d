import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError } from './contract-error.js';

/** A part of the document, whatever it is. */
type Node = Record<string, unknown>;

/**
 * The document as OpenAPI 3.0.3, for generators that do not know 3.1, or not well. It has no webhooks, which 3.0 does
 * not know (the callback says the same). `@apiture/openapi-down-convert` was tried: it leaves `summary`, the identifier
 * of the license and `type: 'null'` as they are.
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

/** Converts a part, and all that is in it; what is an example or an extension stays as it is. */
function convert(node: unknown, name = ''): unknown {
  if (Array.isArray(node)) return node.map((child) => convert(child));
  if (typeof node !== 'object' || node === null) return node;
  if (name === 'example' || name === 'value' || name.startsWith('x-')) return node;
  const members = Object.entries(withNullable(withOneExample(node as Node)));
  // A property may have any name.
  return Object.fromEntries(members.map(([key, child]) => [key, convert(child, name === 'properties' ? '' : key)]));
}

/** `examples` of a schema, a list, become its `example`; those of a body are an object in both versions. */
function withOneExample({ examples, ...rest }: Node): Node {
  if (Array.isArray(examples)) return { ...rest, example: examples[0] };
  return examples === undefined ? rest : { ...rest, examples };
}

/** Null is no type in 3.0, but stands beside one; nothing stands beside a reference. */
function withNullable(node: Node): Node {
  const { type, ...rest } = node;
  if (Array.isArray(type)) return { type: type.find((one) => one !== 'null'), nullable: true, ...rest };
  const $ref = nullableReference(node);
  return $ref === undefined ? node : { $ref };
}

/** What `oneOf` a reference and null refers to. */
function nullableReference({ oneOf }: Node): string | undefined {
  const [reference, nothing] = Array.isArray(oneOf) && oneOf.length === 2 ? (oneOf as [Node, Node]) : [];
  return nothing?.type === 'null' ? (reference?.$ref as string) : undefined;
}

/**
 * The schemas that are null in one place. They are nullable themselves then: `nullable` beside `allOf` is no valid 3.0,
 * and Redocly's client for PHP fails with it.
 *
 * @throws {ContractError} when such a schema is used elsewhere, too, where it must not become nullable
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
      throw new ContractError(`${$ref} is null in one place and not in another, which OpenAPI 3.0 cannot say.`);
    }
  }
  return found.map(($ref) => $ref.replace('#/components/schemas/', ''));
}
