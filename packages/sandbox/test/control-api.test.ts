import { describe, expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { startSandbox } from '../src/index.js';
import { documentedOutcomes } from './control-api.js';
import { actions } from './control-api-actions.js';
import { refusals } from './control-api-refusals.js';
import { A, B, type Row } from './control-api-scene.js';
import { generate, request } from './requests.js';

const rows = [...refusals, ...actions];

describe('the control API', () => {
  const wanted = ({ operation, status, code = '' }: Row) => `${operation} ${status} ${code}`.trim();

  test('is tested in every documented outcome except its own internal error', () => {
    const documented = documentedOutcomes.filter((outcome) => !outcome.endsWith('500 INTERNAL_ERROR'));
    expect([...new Set(rows.map(wanted))].sort()).toEqual(documented.sort());
  });

  test.each(rows.map((row) => ({ ...row, outcome: wanted(row) })))(
    '$outcome for $given',
    async ({ when, status, code }) => {
      await using receiver = await startReceiver();
      await using sandbox = await startSandbox({ port: 0 });
      const generated = async (apiKey = A, properties = {}) => {
        const sent = request({ webhook_url: `${receiver.url}/webhook`, ...properties });
        expect((await generate(sandbox, sent, { 'x-api-key': apiKey })).status).toBe(200);
        return sent.transaction_id;
      };
      const response = await when({
        sandbox,
        generated,
        async delivered() {
          const id = await generated();
          await sandbox.pay(id);
          return (await sandbox.waitForDelivery({ id })).id;
        },
        async shared() {
          const transaction_id = await generated(A);
          await generated(B, { transaction_id });
          return transaction_id;
        },
      });
      expect(response.status).toBe(status);
      if (code) expect(response.body.code).toBe(code);
    },
  );
});
