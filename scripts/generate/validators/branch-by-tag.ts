import type { Schema } from './schema.js';

/**
 * A union whose branches a member tells apart, as `if` and `then` on that member: the same values are valid, but the
 * errors are those of the one branch that was meant, or that the member is none of the known values. `oneOf` would give
 * the errors of every branch. A union that is not told apart so is left as it is.
 */
export function branchByTag(schema: Schema, tag: string | undefined): Schema {
  const { oneOf: branches, ...rest } = schema;
  if (!branches || tag === undefined) return schema;
  const values = branches.map((branch) => tagValues(branch, tag));
  const all = values.flat();
  if (values.some(({ length }) => length === 0) || new Set(all).size < all.length) return schema;

  const isOneOf = (known: unknown[]) => ({ required: [tag], properties: { [tag]: { enum: known } } });
  const chosen = branches.map((branch, index) => ({
    if: { type: 'object', ...isOneOf(values[index] ?? []) },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: branch,
  }));
  // The tag comes last, so that the order of the members is that of the branches.
  const union = { type: 'object', allOf: [...chosen, isOneOf(all)] };
  return { ...rest, allOf: [...(rest.allOf ?? []), union] };
}

/** The values of the tag that a branch accepts; none, if it also accepts values without one. */
function tagValues({ type, required, properties }: Schema, tag: string): unknown[] {
  const member = properties?.[tag];
  if (type !== 'object' || !required?.includes(tag) || !member) return [];
  return 'const' in member ? [member.const] : (member.enum ?? []);
}
