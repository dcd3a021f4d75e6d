import { expect } from 'vitest';
import { violations } from '../../support/validate.js';
import { type CheckGroup, qrisRequest, requestsOf } from './check.js';

export const replay: CheckGroup = {
  name: 'the mock returns',
  appliesTo: ({ kind }) => kind === 'mock',
  checks({ contract, send }) {
    const { path, examples } = requestsOf(contract);
    return [
      ...contract.outcomes.map(({ path, status, name, value, schema }) => ({
        name: `exactly the example that Prefer names: ${status} ${name}`,
        async run() {
          const prefer = `code=${status}, example=${name}`;
          const response = await send(path, qrisRequest(contract), { prefer });
          expect(response.status).toBe(status);
          expect(response.headers.get('content-type')).toContain('application/json');
          expect(response.body).toEqual(value);
          expect(violations(schema, response.body)).toEqual([]);
        },
      })),
      ...Object.entries(examples).map(([name, { value }]) => ({
        name: `200 for the request example ${name} without Prefer`,
        async run() {
          const response = await send(path, { ...value, webhook_url: undefined });
          expect(response.status).toBe(200);
        },
      })),
    ];
  },
};
