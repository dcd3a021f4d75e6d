import type { Schema } from './schema.js';

/** The properties that a self-contained schema names, as JSON Pointers; `*` stands for each item of a list. */
export interface MemberPaths {
  /** All of them, in the order of the schema. */
  all: string[];
  /** Those that may be left out. */
  optional: string[];
}

export function memberPaths(schema: Schema): MemberPaths {
  const optional = new Set<string>();
  const all = new Set(walk(schema, '', optional));
  return { all: [...all], optional: [...optional] };
}

function walk(schema: Schema, path: string, optional: Set<string>): string[] {
  const { properties = {}, required = [], items, allOf = [], anyOf = [], oneOf = [], then, else: otherwise } = schema;
  const parts = [...allOf, ...anyOf, ...oneOf, then, otherwise].filter((part) => part !== undefined);
  const members = [...new Set([...Object.keys(properties), ...required])].flatMap((name) => {
    const member = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    // A condition says nothing of what is required.
    if (schema.type === 'object' && !required.includes(name)) optional.add(member);
    return walk(properties[name] ?? {}, member, optional);
  });
  return [
    path,
    ...members,
    ...(items ? walk(items, `${path}/*`, optional) : []),
    ...parts.flatMap((part) => walk(part, path, optional)),
  ];
}
