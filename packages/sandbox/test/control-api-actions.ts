import { expect } from 'vitest';
import { serve } from '../../../test/support/http-server.js';
import { control } from './control-api.js';
import { listenerActions } from './control-api-listeners.js';
import { paymentActions } from './control-api-payments.js';
import { A, B, type Row } from './control-api-scene.js';
import { serviceActions } from './control-api-service.js';
import { generate, LICENSE, request } from './requests.js';

/** What each operation does, and the refusals that are specific to it. */
export const actions: Row[] = [
  ...serviceActions,
  ...paymentActions,
  {
    operation: 'listLicenses',
    status: 200,
    given: 'one that was added',
    when: async ({ sandbox }) => {
      await sandbox.setLicense({ key: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA' }, A);
      const response = await control(sandbox, 'listLicenses');
      const added = { key: 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA', state: 'active', tokens: 1_000_000 };
      expect(response.body.licenses).toContainEqual(added);
      return response;
    },
  },
  {
    operation: 'getLicense',
    status: 200,
    given: 'a license key after one payment',
    when: async ({ sandbox, generated }) => {
      await generated();
      const response = await control(sandbox, 'getLicense', { name: LICENSE });
      expect(response.body).toEqual({ key: LICENSE, state: 'active', tokens: 999_999 });
      return response;
    },
  },
  {
    operation: 'setLicense',
    status: 200,
    given: 'tokens, which leave the state as it is, in this account only',
    when: async ({ sandbox }) => {
      const response = await control(sandbox, 'setLicense', { name: LICENSE, apiKey: A, body: { tokens: 5 } });
      expect(response.body).toEqual({ key: LICENSE, state: 'active', tokens: 5 });
      expect(await sandbox.license(LICENSE, A)).toMatchObject({ tokens: 5 });
      expect(await sandbox.license(LICENSE, B)).toMatchObject({ tokens: 1_000_000 });
      return response;
    },
  },
  {
    operation: 'getClock',
    status: 200,
    given: 'no API key',
    when: ({ sandbox }) => control(sandbox, 'getClock'),
  },
  {
    operation: 'advanceClock',
    status: 200,
    given: 'an hour for one API key, and the clock of another stays',
    when: async ({ sandbox, generated }) => {
      const [a, b] = [await generated(A), await generated(B)];
      const response = await control(sandbox, 'advanceClock', { apiKey: A, body: { minutes: 59, seconds: 60 } });
      const now = (apiKey: string) => control(sandbox, 'getClock', { apiKey }).then(({ body }) => Date.parse(body.now));
      expect((await now(A)) - (await now(B))).toBeGreaterThan(3_590_000);
      expect((await control(sandbox, 'getPayment', { name: a, apiKey: A })).body.state).toBe('expired');
      expect((await control(sandbox, 'getPayment', { name: b, apiKey: B })).body.state).toBe('pending');
      return response;
    },
  },
  {
    operation: 'listDeliveries',
    status: 200,
    given: 'a webhook that was delivered',
    when: async ({ sandbox, delivered }) => {
      const id = await delivered();
      const response = await control(sandbox, 'listDeliveries', { query: { state: 'delivered' }, apiKey: A });
      expect(response.body.deliveries).toMatchObject([
        { id, state: 'delivered', attempts: [{ status: 200, error: null }] },
      ]);
      return response;
    },
  },
  {
    operation: 'getDelivery',
    status: 200,
    given: 'a webhook that nobody could be given',
    when: async ({ sandbox }) => {
      const gone = await serve(() => {});
      await gone[Symbol.asyncDispose]();
      const sent = request({ webhook_url: gone.url });
      await generate(sandbox, sent);
      await sandbox.pay(sent.transaction_id);
      await expect.poll(() => sandbox.deliveries[0]?.attempts.length).toBe(1);
      const response = await control(sandbox, 'getDelivery', { name: sandbox.deliveries[0]?.id ?? '' });
      const failed = { status: null, error: expect.stringContaining('ECONNREFUSED') };
      expect(response.body).toMatchObject({
        state: 'pending',
        attempts: [failed],
        next_attempt_at: expect.any(String),
      });
      return response;
    },
  },
  {
    operation: 'redeliver',
    status: 200,
    given: 'a webhook that was delivered before',
    when: async ({ sandbox, delivered }) => {
      const response = await control(sandbox, 'redeliver', { name: await delivered() });
      expect(response.body.attempts).toMatchObject([{ reason: 'schedule' }, { reason: 'redelivery', status: 200 }]);
      return response;
    },
  },
  {
    operation: 'setFault',
    status: 200,
    given: 'a payment that is still to come, and its webhook is withheld',
    when: async ({ sandbox, generated }) => {
      const sent = request({ webhook_url: 'http://127.0.0.1:9/webhook' });
      const body = { payment: sent.transaction_id, fault: { kind: 'never' } };
      const response = await control(sandbox, 'setFault', { apiKey: A, body });
      expect(response.body).toEqual({ api_key: A, ...body });
      await generated(A);
      await generate(sandbox, sent, { 'x-api-key': A });
      await sandbox.pay(sent.transaction_id);
      const query = { payment: sent.transaction_id, state: 'withheld', wait: 5_000 };
      const { deliveries } = (await control(sandbox, 'listDeliveries', { query })).body;
      expect(deliveries).toMatchObject([{ fault: { kind: 'never' }, attempts: [] }]);
      return response;
    },
  },
  {
    operation: 'setFault',
    status: 200,
    given: 'a request that is still to come, and its response is lost',
    when: async ({ sandbox }) => {
      const sent = request();
      const body = { payment: sent.transaction_id, fault: { kind: 'lost-response', times: 1 } };
      const response = await control(sandbox, 'setFault', { apiKey: A, body });
      expect(response.body).toEqual({ api_key: A, ...body });
      await expect(generate(sandbox, sent, { 'x-api-key': A })).rejects.toThrow('fetch failed');
      expect((await control(sandbox, 'listRequests')).body.requests).toMatchObject([
        { status: null, fault: { kind: 'lost-response' } },
      ]);
      expect((await control(sandbox, 'listFaults')).body.faults).toEqual([]);
      return response;
    },
  },
  {
    operation: 'listFaults',
    status: 200,
    given: 'faults of two API keys',
    when: async ({ sandbox }) => {
      await sandbox.setFault({ kind: 'slow', seconds: 2 }, { apiKey: A });
      await sandbox.setFault({ kind: 'duplicate' }, { id: 'TRX-LATER', apiKey: B });
      const response = await control(sandbox, 'listFaults', { apiKey: B });
      expect(response.body.faults).toEqual([{ api_key: B, payment: 'TRX-LATER', fault: { kind: 'duplicate' } }]);
      expect((await control(sandbox, 'listFaults')).body.faults).toHaveLength(2);
      return response;
    },
  },
  {
    operation: 'clearFault',
    status: 204,
    given: 'one fault of two',
    when: async ({ sandbox }) => {
      await sandbox.setFault({ kind: 'never' }, { apiKey: A });
      await sandbox.setFault({ kind: 'duplicate' }, { id: 'TRX-LATER', apiKey: A });
      const response = await control(sandbox, 'clearFault', { query: { payment: 'TRX-LATER' }, apiKey: A });
      expect(await sandbox.faults()).toMatchObject([{ fault: { kind: 'never' } }]);
      return response;
    },
  },
  {
    operation: 'clearFault',
    status: 204,
    given: 'a kind, of which only the one fault is',
    when: async ({ sandbox }) => {
      await sandbox.setFault({ kind: 'never' }, { apiKey: A });
      await sandbox.setFault({ kind: 'hang' }, { apiKey: A });
      const response = await control(sandbox, 'clearFault', { query: { kind: 'hang' }, apiKey: A });
      expect(await sandbox.faults()).toMatchObject([{ fault: { kind: 'never' } }]);
      return response;
    },
  },
  {
    operation: 'getState',
    status: 200,
    given: 'two accounts, of which one is asked for',
    when: async ({ sandbox, generated }) => {
      const transactionId = await generated(A);
      await generated(B);
      const response = await control(sandbox, 'getState', { apiKey: A });
      const payments = [{ request: { transaction_id: transactionId } }];
      expect(response.body.accounts).toMatchObject([{ api_key: A, payments, faults: [] }]);
      expect((await control(sandbox, 'getState')).body.accounts).toHaveLength(2);
      return response;
    },
  },
  {
    operation: 'getState',
    status: 200,
    given: 'no account, and more payments than are written in one go',
    when: async ({ sandbox }) => {
      expect((await control(sandbox, 'getState')).body).toEqual({ accounts: [] });
      for (let count = 0; count < 2_100; count++) await generate(sandbox, request(), { 'x-api-key': A });
      const response = await control(sandbox, 'getState');
      const { now: _, ...account } = JSON.parse(JSON.stringify((await sandbox.state()).accounts[0]));
      expect(response.body.accounts).toMatchObject([account]);
      expect(account.payments).toHaveLength(2_100);
      return response;
    },
  },
  {
    operation: 'listRequests',
    status: 200,
    given: 'requests that succeeded and that were refused',
    when: async ({ sandbox, generated }) => {
      await generated();
      await generate(sandbox, { ...request(), amount: 1, webhookUrl: 'x' }, { 'x-api-key': A });
      const response = await control(sandbox, 'listRequests', { apiKey: A });
      const warnings = [expect.stringContaining('webhookUrl')];
      expect(response.body.requests).toMatchObject([
        { status: 200, code: null, errors: [], warnings: [] },
        { status: 400, code: 'INVALID_AMOUNT', errors: [{ path: '/amount' }], warnings },
      ]);
      return response;
    },
  },
  {
    operation: 'reset',
    status: 204,
    given: 'one API key of two',
    when: async ({ sandbox, shared }) => {
      const id = await shared();
      const response = await control(sandbox, 'reset', { apiKey: A });
      expect((await sandbox.payment(id)).apiKey).toBe(B);
      return response;
    },
  },
  ...listenerActions,
];
