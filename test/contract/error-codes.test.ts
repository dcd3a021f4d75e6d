import { describe, expect, test } from 'vitest';
import { document, outcomes } from '../support/document.js';
import { violations } from '../support/validate.js';

const { ErrorCode = {} } = document.components.schemas;
const codes = ErrorCode['x-extensible-enum'] ?? [];
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

test('a code that a later version adds is a valid code', () => {
  const { ErrorResponse = {} } = document.components.schemas;
  expect(violations(ErrorResponse, { success: false, code: 'RATE_LIMITED', message: 'Slow down.' })).toEqual([]);
});
