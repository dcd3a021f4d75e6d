import { expect } from 'vitest';
import { violations } from '../../support/validate.js';
import { type CheckGroup, requestsOf, validRequest } from './check.js';

export const replay: CheckGroup = {
  name: 'the mock returns',
  appliesTo: ({ kind }) => kind === 'mock',
  checks({ contract, send }) {
    const { path, examples } = requestsOf(contract);
    return [
      ...contract.outcomes.map((outcome) => ({
        name: `exactly the example that Prefer names: ${outcome.operation.operationId} ${outcome.status} ${outcome.name}`,
        async run() {
          const { status, name, value, schema } = outcome;
          const prefer = `code=${status}, example=${name}`;
          const response = await send({ ...validRequest(contract, outcome), headers: { prefer } });
          expect(response.status).toBe(status);
          expect(response.headers.get('content-type')).toContain('application/json');
          expect(response.body).toEqual(value);
          expect(violations(schema, response.body)).toEqual([]);
        },
      })),
      ...Object.entries(examples).map(([name, { value }]) => ({
        name: `200 for the request example ${name} without Prefer`,
        async run() {
          const response = await send({ path, body: { ...value, webhook_url: undefined } });
          expect(response.status).toBe(200);
        },
      })),
    ];
  },
};
