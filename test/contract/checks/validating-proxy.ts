import { expect } from 'vitest';
import { invalidRequestsOf } from '../../support/invalid-requests.js';
import type { Mutation } from '../../support/mutating-proxy.js';
import { type CheckGroup, operationOf, validRequest } from './check.js';

/** Responses that break the contract, with what the proxy has to name. */
const broken: [operationId: string, what: string, mutation: Mutation, place: string][] = [
  [
    'generatePayment',
    'lacks a property',
    ({ body: { expires_at: _, ...body }, ...rest }) => ({ ...rest, body }),
    'expires_at',
  ],
  [
    'getPaymentStatus',
    'lacks a property',
    ({ body: { paid_at: _, ...body }, ...rest }) => ({ ...rest, body }),
    'paid_at',
  ],
  [
    'getPaymentStatus',
    'has a property of the wrong type',
    ({ body, ...rest }) => ({ ...rest, body: { ...body, webhook_sent: 'yes' } }),
    'webhook_sent',
  ],
  [
    'generatePayment',
    'has a property of the wrong type',
    ({ body, ...rest }) => ({ ...rest, body: { ...body, amount: '50000' } }),
    'amount',
  ],
  [
    'generatePayment',
    'has a status that is not in the contract',
    (response) => ({ ...response, status: 418 }),
    'status code',
  ],
  [
    'generatePayment',
    'is an error without a code',
    (response) => ({ ...response, status: 402, body: { success: false, message: 'No.' } }),
    'code',
  ],
  [
    'generatePayment',
    'is not JSON by its content type',
    (response) => ({ ...response, contentType: 'text/plain' }),
    'media type',
  ],
];

export const validatingProxy: CheckGroup = {
  name: 'through Prism as a validating proxy',
  appliesTo: ({ isLocal }) => isLocal,
  checks({ contract, target, send, validatingProxy }) {
    // Prism itself responds, in a form of its own, when the key is missing or the body is not JSON. It forwards the body
    // `null` as no body, which a server reports differently.
    const changed = target.kind === 'server' ? ['not JSON', 'null'] : ['not JSON'];
    const passing = invalidRequestsOf(contract).filter(({ status, name }) => status !== 401 && !changed.includes(name));
    const through = async (mutation?: Mutation) => {
      const proxy = await validatingProxy();
      proxy.mutate(mutation);
      return { url: proxy.url };
    };
    const ofErrors = passing.map((request) => ({
      name: `the response to ${request.name} passes unchanged`,
      async run() {
        const direct = await send(request);
        const response = await send(request, await through());
        expect(response).toMatchObject({ status: direct.status, body: direct.body });
        expect(response.headers.get('sl-violations') ?? '').not.toContain('"response"');
      },
    }));
    if (target.kind === 'server') return ofErrors;
    return [
      ...ofErrors,
      ...contract.outcomes.map((outcome) => ({
        name: `${outcome.operation.operationId} ${outcome.status} ${outcome.name} passes unchanged`,
        async run() {
          const { status, name, value } = outcome;
          const headers = { prefer: `code=${status}, example=${name}` };
          const response = await send({ ...validRequest(contract, outcome), headers }, await through());
          expect(response.headers.get('sl-violations')).toBeNull();
          expect(response.status).toBe(status);
          expect(response.body).toEqual(value);
        },
      })),
      ...broken.map(([operationId, what, mutation, place]) => ({
        name: `a response of ${operationId} that ${what} is reported`,
        async run() {
          const request = validRequest(contract, operationOf(contract, operationId));
          const response = await send(request, await through(mutation));
          const reported = response.headers.get('sl-violations') ?? '';
          expect(reported.toLowerCase()).toContain(place);
          // Prism only warns about an undocumented status below 200 or above 299.
          if (response.status !== 418)
            expect(response).toMatchObject({ status: 500, text: expect.stringContaining('#VIOLATIONS') });
        },
      })),
    ];
  },
};
