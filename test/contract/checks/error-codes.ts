import { expect } from 'vitest';
import { violations } from '../../support/validate.js';
import type { CheckGroup } from './check.js';

export const errorCodes: CheckGroup = {
  name: 'the error codes:',
  checks({ contract: { document, outcomes } }) {
    const { ErrorCode = {}, ErrorResponse = {} } = document.components.schemas;
    const codes = ErrorCode['x-extensible-enum'] ?? [];
    const errors = outcomes.filter(({ status }) => status >= 400);
    return [
      ...codes.flatMap((code) => [
        {
          name: `${code} is the key of examples that have this code, under one status`,
          run() {
            const examples = errors.filter(({ name }) => name === code);
            expect([...new Set(examples.map(({ value }) => value.code))]).toEqual([code]);
            expect(new Set(examples.map(({ status }) => status)).size).toBe(1);
          },
        },
        {
          name: `${code} has a description`,
          run: () => expect(ErrorCode['x-enumDescriptions']?.[code]).toMatch(/\w{3}/),
        },
      ]),
      {
        name: 'no example has a code that the contract does not list',
        run: () => expect(errors.map(({ name }) => name).filter((name) => !codes.includes(name))).toEqual([]),
      },
      {
        name: 'a code that a later version adds is a valid code',
        run() {
          const body = { success: false, code: 'RATE_LIMITED', message: 'Slow down.' };
          expect(violations(ErrorResponse, body)).toEqual([]);
        },
      },
    ];
  },
};
