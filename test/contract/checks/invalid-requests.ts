import { expect } from 'vitest';
import { codesOf } from '../../support/document.js';
import { type InvalidRequest, invalidRequestsOf } from '../../support/invalid-requests.js';
import { violations } from '../../support/validate.js';
import type { CheckGroup } from './check.js';

/** Prism parses the body before it looks at the contract, and returns an error of its own form. */
const isBeyondPrism = ({ name }: InvalidRequest) => name === 'not JSON';
/** Prism does not read what the document says by its extensions. */
const isUnseenByPrism = ({ name }: InvalidRequest) => name === 'QRIS above its limit';

export const invalidRequests: CheckGroup = {
  name: 'an invalid request gets the documented error:',
  appliesTo: () => true,
  checks({ contract, target, send }) {
    const { document } = contract;
    const isMock = target.kind === 'mock';
    return invalidRequestsOf(contract)
      .filter((request) => !(isMock && isUnseenByPrism(request)))
      .map((request) => {
        const { name, status, code } = request;
        if (isMock && isBeyondPrism(request)) {
          return {
            name: `${name}: ${status}, but with a body of Prism’s own (a known limit of Prism)`,
            async run() {
              const response = await send(request);
              expect(response.status).toBe(status);
              expect(response.body).toMatchObject({ error: { code: 'invalid_json' } });
            },
          };
        }
        return {
          name: `${request.operation.operationId} with ${name}: ${status}`,
          async run() {
            const response = await send(request);
            expect(response.status).toBe(status);
            expect(violations(document.components.schemas.ErrorResponse ?? {}, response.body)).toEqual([]);
            expect(codesOf(request.operation, status)).toContain(response.body?.code);
            // A mock replays the first example of the status, whatever was invalid.
            if (!isMock) expect(response.body?.code).toBe(code);
          },
        };
      });
  },
};
