import { describe, expect, test } from 'vitest';
import { document, outcomes } from '../support/document.js';

const { ErrorCode = {} } = document.components.schemas;
const codes = ErrorCode.enum ?? [];
const errors = outcomes.filter(({ status }) => status >= 400);

describe.each(codes)('the error code %s', (code) => {
  test('is the key of an example whose code it is, under one status', () => {
    const examples = errors.filter(({ name }) => name === code);
    expect(examples.map(({ value }) => value.code)).toEqual([code]);
  });

  test('is explained', () => {
    expect(ErrorCode['x-enumDescriptions']?.[code]).toMatch(/\w{3}/);
  });
});

test('no example has a code that the contract does not list', () => {
  expect(errors.map(({ name }) => name).filter((name) => !codes.includes(name))).toEqual([]);
});

test('each error status allows exactly the codes that it has examples of', () => {
  const allowed = new Map(errors.map(({ status, schema }) => [status, schema.allOf?.[1]?.properties?.code?.enum]));
  for (const [status, codesOfStatus] of allowed) {
    const examples = errors.filter((error) => error.status === status).map(({ name }) => name);
    expect(new Set(examples)).toEqual(new Set(codesOfStatus));
  }
});
