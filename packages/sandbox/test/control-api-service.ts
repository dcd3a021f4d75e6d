import { expect } from 'vitest';
import { startSandbox } from '../src/index.js';
import { control } from './control-api.js';
import { A, B, type Row } from './control-api-scene.js';
import { startHosted } from './hosted-account.js';
import { generate, request } from './requests.js';
import { unavailableStore } from './unavailable-store.js';

/** What the operations do that concern the whole sandbox: its health, metrics and accounts. */
export const serviceActions: Row[] = [
  {
    operation: 'getHealth',
    status: 200,
    given: 'a sandbox that runs',
    when: ({ sandbox }) => control(sandbox, 'getHealth'),
  },
  {
    operation: 'getReady',
    status: 200,
    given: 'a sandbox that runs',
    when: ({ sandbox }) => control(sandbox, 'getReady'),
  },
  {
    operation: 'getReady',
    status: 503,
    code: 'NOT_READY',
    given: 'a store that cannot be reached, while the sandbox still is healthy',
    async when() {
      await using sandbox = await startSandbox({ port: 0, store: unavailableStore() });
      expect((await control(sandbox, 'getHealth')).status).toBe(200);
      return await control(sandbox, 'getReady');
    },
  },
  {
    operation: 'getReady',
    status: 503,
    code: 'NOT_READY',
    given: 'a store that never responds, while the sandbox still is healthy',
    async when() {
      await using sandbox = await startSandbox({
        port: 0,
        store: unavailableStore({ ping: () => new Promise(() => {}) }),
      });
      expect((await control(sandbox, 'getHealth')).status).toBe(200);
      return await control(sandbox, 'getReady');
    },
  },
  {
    operation: 'getMetrics',
    status: 200,
    given: 'two payments of two API keys',
    async when({ sandbox, generated }) {
      await generated(A);
      await generated(B);
      const response = await control(sandbox, 'getMetrics');
      expect(response.body).toContain('kgiton_sandbox_accounts 2\n');
      expect(response.body).toContain('kgiton_sandbox_payments 2\n');
      return response;
    },
  },
  {
    operation: 'createAccount',
    status: 503,
    code: 'NOT_READY',
    given: 'a hosted sandbox whose memory is full: nobody loses an account to somebody else',
    async when() {
      await using hosted = await startHosted();
      const first = await hosted.createAccount();
      for (let count = 1; count < 1_000; count++) await hosted.createAccount();
      const response = await control(hosted, 'createAccount');
      expect(await hosted.apiKeys()).toHaveLength(1_000);
      expect((await generate(hosted, request(), { 'x-api-key': first })).status).toBe(200);
      return response;
    },
  },
  {
    operation: 'createAccount',
    status: 200,
    given: 'a sandbox that is not hosted',
    async when({ sandbox }) {
      const response = await control(sandbox, 'createAccount');
      expect(await sandbox.apiKeys()).toEqual([response.body.api_key]);
      return response;
    },
  },
  {
    operation: 'listAccounts',
    status: 200,
    given: 'two accounts, of which one has a payment',
    async when({ sandbox, generated }) {
      await generated(A);
      await control(sandbox, 'createAccount');
      const response = await control(sandbox, 'listAccounts');
      expect(response.body.accounts).toMatchObject([{ payments: 1 }, { payments: 0 }]);
      return response;
    },
  },
];
