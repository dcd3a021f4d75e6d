import { startSandbox } from '../src/index.js';
import { control, type OperationId, operations } from './control-api.js';
import { A, type Row } from './control-api-scene.js';
import { BODIES, startHosted } from './hosted-account.js';
import { LICENSE } from './requests.js';
import { unavailableStore } from './unavailable-store.js';

const ids = Object.keys(operations) as OperationId[];

/** Names for the paths, of things that do not exist. */
const name = 'NONE';
const TOO_LONG = { text: 'x'.repeat(1024 * 1024) };

/** Refusals that many operations share. */
export const refusals: Row[] = [
  // Every operation: pages of other sites.
  ...ids.map(
    (operation): Row => ({
      operation,
      status: 403,
      code: 'FORBIDDEN',
      given: 'a page of another site',
      when: ({ sandbox }) => control(sandbox, operation, { name, headers: { 'sec-fetch-site': 'cross-site' } }),
    }),
  ),
  // Every operation: a typo in the query.
  ...ids.map(
    (operation): Row => ({
      operation,
      status: 400,
      code: 'INVALID_REQUEST',
      given: 'a query parameter that the document does not name',
      when: ({ sandbox }) => control(sandbox, operation, { name, query: { paymnt: 'TRX-1' } }),
    }),
  ),
  // On a hosted sandbox: no account, and too many requests.
  ...ids
    .filter((id) => operations[id].responses['401'])
    .map(
      (operation): Row => ({
        operation,
        status: 401,
        code: 'AUTHENTICATION_ERROR',
        given: 'a request to a hosted sandbox without the API key of an account',
        async when() {
          await using hosted = await startHosted();
          return await control(hosted, operation, { name });
        },
      }),
    ),
  ...ids
    .filter((id) => operations[id].responses['429'])
    .map(
      (operation): Row => ({
        operation,
        status: 429,
        code: 'RATE_LIMITED',
        given: 'one request too many to a hosted sandbox',
        async when() {
          await using hosted = await startHosted({ addressRequestsPerMinute: 1 });
          await control(hosted, operation, { name });
          return await control(hosted, operation, { name });
        },
      }),
    ),
  // While the state cannot be reached.
  ...ids
    .filter((id) => operations[id].responses['503'] && id !== 'getReady')
    .map(
      (operation): Row => ({
        operation,
        status: 503,
        code: 'NOT_READY',
        given: 'a store that cannot be reached',
        async when() {
          await using unavailable = await startSandbox({ port: 0, store: unavailableStore() });
          return await control(unavailable, operation, { name, apiKey: A, body: BODIES[operation] });
        },
      }),
    ),
  // Every operation that takes an API key, as far as the document says so: an invalid one.
  ...ids
    .filter((id) => operations[id].parameters?.some(({ name }) => name === 'x-api-key'))
    .map(
      (operation): Row => ({
        operation,
        status: 400,
        code: 'INVALID_REQUEST',
        given: 'an API key that is none',
        when: ({ sandbox }) => control(sandbox, operation, { name, apiKey: 'my-key' }),
      }),
    ),
  // Bodies.
  ...(['setLicense', 'advanceClock', 'setFault', 'listen', 'reportOutcome'] as const).flatMap((operation): Row[] => [
    {
      operation,
      status: 400,
      code: 'INVALID_REQUEST',
      given: 'a body that is a list',
      when: ({ sandbox }) => control(sandbox, operation, { name, apiKey: A, body: [] }),
    },
    {
      operation,
      status: 413,
      code: 'BODY_TOO_LARGE',
      given: 'a body over 1 MiB',
      when: ({ sandbox }) => control(sandbox, operation, { name, apiKey: A, body: TOO_LONG }),
    },
  ]),
  // What does not exist.
  ...(
    ['getPayment', 'payPayment', 'expirePayment', 'failPayment', 'getLicense', 'getDelivery', 'redeliver'] as const
  ).map(
    (operation): Row => ({
      operation,
      status: 404,
      code: 'NOT_FOUND',
      given: 'a name that nothing has',
      when: ({ sandbox }) => control(sandbox, operation, { name }),
    }),
  ),
  // Listeners are those of an account.
  ...(['listen', 'stopListening', 'reportOutcome'] as const).map(
    (operation): Row => ({
      operation,
      status: 400,
      code: 'INVALID_REQUEST',
      given: 'no API key',
      when: ({ sandbox }) => control(sandbox, operation, { name, body: BODIES[operation] }),
    }),
  ),
  ...[{}, { status: 200, error: 'both' }].map(
    (outcome): Row => ({
      operation: 'reportOutcome',
      status: 400,
      code: 'INVALID_REQUEST',
      given: `an outcome with ${Object.keys(outcome).join(' and ') || 'neither status nor error'}`,
      when: ({ sandbox }) =>
        control(sandbox, 'reportOutcome', { name, apiKey: A, body: { id: 'NONE', duration_ms: 1, ...outcome } }),
    }),
  ),
  // What several accounts have.
  ...(['getPayment', 'payPayment', 'expirePayment', 'failPayment'] as const).map(
    (operation): Row => ({
      operation,
      status: 409,
      code: 'AMBIGUOUS',
      given: 'a transaction id of two API keys, without the API key',
      when: async ({ sandbox, shared }) => control(sandbox, operation, { name: await shared() }),
    }),
  ),
  ...(['listLicenses', 'getLicense', 'setLicense', 'setFault', 'clearFault'] as const).map(
    (operation): Row => ({
      operation,
      status: 409,
      code: 'AMBIGUOUS',
      given: 'two API keys, of which none is said',
      when: async ({ sandbox, shared }) => {
        await shared();
        const body = { setLicense: {}, setFault: { fault: { kind: 'never' } } }[operation as 'setLicense'];
        return control(sandbox, operation, { name: LICENSE, body });
      },
    }),
  ),
  ...(['listPayments', 'listDeliveries'] as const).map(
    (operation): Row => ({
      operation,
      status: 400,
      code: 'INVALID_REQUEST',
      given: 'a state that there is not',
      when: ({ sandbox }) => control(sandbox, operation, { query: { state: 'lost' } }),
    }),
  ),
];
