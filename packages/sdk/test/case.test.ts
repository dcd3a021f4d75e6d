import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { camelCase } from '../../../scripts/generate/typescript.js';
import { document } from '../../../test/support/document.js';
import { toSnakeCase } from '../src/case.js';

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [camelCase(name), camelCased(property)]));
}

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('_'));
const body = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(name, tie('value'), { maxKeys: 5 }),
})).object;

test('camelCase and back returns the same body, at any depth', () => {
  fc.assert(
    fc.property(body, (value) => {
      expect(toSnakeCase(camelCased(value))).toEqual(value);
    }),
  );
});

test('names that are already in snake_case stay', () => {
  fc.assert(
    fc.property(body, (value) => {
      expect(toSnakeCase(value)).toEqual(value);
    }),
  );
});

test('dates and other objects with their own JSON representation stay as they are', () => {
  const paidAt = new Date(0);
  expect(toSnakeCase({ paidAt, link: new URL('https://a.id') })).toEqual({
    paid_at: paidAt,
    link: new URL('https://a.id'),
  });
});

test('a property called __proto__ changes nothing', () => {
  const converted = toSnakeCase(JSON.parse('{"amount":1,"__proto__":{"amount":2,"toJSON":3}}'));
  expect(JSON.stringify(converted)).toBe('{"amount":1}');
  expect(({} as { amount?: number }).amount).toBeUndefined();
});

describe('the contract', () => {
  const request = document.components.schemas.PartnerPaymentRequest;

  /** Every schema within a schema, by reference or in place. */
  function* within(schema: unknown): Generator<Record<string, unknown>> {
    if (typeof schema !== 'object' || schema === null) return;
    const { $ref } = schema as { $ref?: string };
    const target = $ref ? document.components.schemas[$ref.split('/').pop() ?? ''] : schema;
    yield target as Record<string, unknown>;
    for (const part of Object.values(target ?? {})) yield* within(part);
  }

  test('has only property names that survive the conversion to camelCase and back, and no arbitrary ones', () => {
    const schemas = [...within(request)];
    const names = schemas.flatMap(({ properties }) => Object.keys(properties ?? {}));
    expect(names).toContain('transaction_id');
    expect(names).toContain('quantity');
    for (const property of names) expect(toSnakeCase({ [camelCase(property)]: 1 })).toEqual({ [property]: 1 });
    for (const schema of schemas) {
      expect(typeof schema.additionalProperties).not.toBe('object');
      expect(schema.patternProperties).toBeUndefined();
    }
  });
});
