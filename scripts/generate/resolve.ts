import type { OpenAPI3 } from 'openapi-typescript';

/** What stands at a place of the bundled document: the node itself, or what its `$ref` points to. */
export function resolve<T>(document: OpenAPI3, node: unknown): T {
  const reference = (node as { $ref?: string }).$ref;
  if (reference === undefined) return node as T;
  const path = reference.replace('#/', '').split('/');
  return path.reduce((value, key) => (value as Record<string, unknown>)[key], document as unknown) as T;
}
