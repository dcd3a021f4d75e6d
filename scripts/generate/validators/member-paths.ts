import type { Schema } from './schema.js';

/** The JSON Pointers of all members that a self-contained schema names, in its order; `*` stands for each item. */
export function memberPaths(schema: Schema, path = ''): string[] {
  const { properties = {}, required = [], items, allOf = [], anyOf = [], oneOf = [], then, else: otherwise } = schema;
  const names = new Set([...Object.keys(properties), ...required]);
  const parts = [...allOf, ...anyOf, ...oneOf, then, otherwise].filter((part) => part !== undefined);
  const paths = [
    path,
    ...[...names].flatMap((name) =>
      memberPaths(properties[name] ?? {}, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
    ...(items ? memberPaths(items, `${path}/*`) : []),
    ...parts.flatMap((part) => memberPaths(part, path)),
  ];
  return [...new Set(paths)];
}
