import type { Schema } from './document.js';

/** A member of a body, with those that it is made of before it: `items[].price`. */
export interface Member {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** The members of a schema, each followed by its own. */
export function membersOf({ properties = {}, required = [] }: Schema, prefix = ''): Member[] {
  return Object.entries(properties).flatMap(([name, member]) => {
    const own = { name: `${prefix}${name}`, schema: member, isRequired: required.includes(name) };
    const nested = member.items
      ? membersOf(member.items, `${own.name}[].`)
      : membersOf(member.oneOf?.[0] ?? member, `${own.name}.`);
    return [own, ...nested];
  });
}

/** The schema of a body for one payment type, with what the contract says of that type alone. */
export function forPaymentType(schema: Schema, paymentType: string): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, member]): [string, Schema] => {
    if (name === 'payment_type') return [name, { description: member.description ?? '', 'x-const': paymentType }];
    return [name, narrowed(member, paymentType)];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function narrowed(member: Schema, paymentType: string): Schema {
  const { 'x-maximums': maximums, 'x-null-for': nullFor, oneOf, ...rest } = member;
  const { description = '' } = member;
  if (nullFor?.includes(paymentType)) return { description, 'x-const': null };
  const maximum = maximums?.[paymentType];
  const types = [rest.type ?? []].flat().filter((type) => type !== 'null');
  return {
    ...(nullFor && oneOf ? { ...oneOf[0], description } : { ...rest, ...(oneOf && { oneOf }) }),
    ...(nullFor && types[0] && { type: types[0] }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}
