import type { Schema } from './document.js';

/** A member of a body, with those that it is made of before it: `items[].price`. */
export interface Member {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The members of a schema, each followed by its own. What the parts of `allOf` say of one member counts together. */
export function membersOf(schema: Schema, prefix = ''): Member[] {
  const { properties, required } = merged(schema);
  return Object.entries(properties).flatMap(([name, member]) => {
    const own = { name: `${prefix}${name}`, schema: member, isRequired: required.includes(name) };
    const nested = member.items ? membersOf(member.items, `${own.name}[].`) : membersOf(member, `${own.name}.`);
    return [own, ...nested];
  });
}

function merged(schema: Schema): { properties: Record<string, Schema>; required: readonly string[] } {
  const parts = [schema, ...(schema.allOf ?? [])];
  const properties: Record<string, Schema> = {};
  for (const part of parts) {
    for (const [name, member] of Object.entries(part.properties ?? {})) {
      // A refinement narrows a member; what the member is, its first description says.
      const { description = member.description, ...first } = properties[name] ?? {};
      properties[name] = { ...first, ...member, ...(description === undefined ? {} : { description }) };
    }
  }
  return { properties, required: parts.flatMap(({ required = [] }) => required) };
}
