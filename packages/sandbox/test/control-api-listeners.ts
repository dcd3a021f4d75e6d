import { expect } from 'vitest';
import { control } from './control-api.js';
import { A, type Row, type Scene } from './control-api-scene.js';

const name = 'listener-1';

/** An attempt that the listener of an API key has got. */
async function forwarded({ sandbox, generated }: Scene) {
  await control(sandbox, 'listen', { name, apiKey: A, body: { is_new: true } });
  const transactionId = await generated(A);
  await sandbox.pay(transactionId, A);
  const { body } = await control(sandbox, 'listen', { name, apiKey: A, body: { wait: 10_000 } });
  return body.attempts[0];
}

/** What the operations of listeners do, and the refusals that are specific to them. */
export const listenerActions: Row[] = [
  {
    operation: 'listen',
    status: 200,
    given: 'a webhook to send, which the sandbox does not send itself',
    when: async (scene) => {
      const attempt = await forwarded(scene);
      const response = await control(scene.sandbox, 'listen', { name, apiKey: A, body: {} });
      const [delivery] = await scene.sandbox.deliveriesOf(A);
      const { body, headers, url } = delivery ?? {};
      expect(response.body.attempts).toEqual([attempt]);
      expect(attempt).toMatchObject({ body, headers, url, slowness_ms: 0 });
      expect(delivery?.attempts).toEqual([]);
      const known = { name, apiKey: A, body: { known: [attempt.id] } };
      expect((await control(scene.sandbox, 'listen', known)).body.attempts).toEqual([]);
      return response;
    },
  },
  {
    operation: 'listen',
    status: 409,
    code: 'LISTENER_REPLACED',
    given: 'another listener that has taken its place while it waits',
    when: async ({ sandbox }) => {
      await control(sandbox, 'listen', { name, apiKey: A, body: { is_new: true } });
      const waiting = control(sandbox, 'listen', { name, apiKey: A, body: { wait: 10_000 } });
      await control(sandbox, 'listen', { name: 'listener-2', apiKey: A, body: { is_new: true } });
      return waiting;
    },
  },
  {
    operation: 'reportOutcome',
    status: 204,
    given: 'the response of a handler, which becomes the result of the attempt',
    when: async (scene) => {
      const { id } = await forwarded(scene);
      const outcome = { id, status: 503, response_body: 'later', duration_ms: 12 };
      const response = await control(scene.sandbox, 'reportOutcome', { name, apiKey: A, body: outcome });
      await expect.poll(async () => (await scene.sandbox.deliveriesOf(A))[0]?.attempts.length).toBe(1);
      const { body } = await control(scene.sandbox, 'listDeliveries', { apiKey: A });
      expect(body.deliveries).toMatchObject([
        { state: 'pending', attempts: [{ status: 503, response_body: 'later', duration_ms: 12, error: null }] },
      ]);
      return response;
    },
  },
  {
    operation: 'reportOutcome',
    status: 404,
    code: 'NOT_FOUND',
    given: 'the outcome of an attempt that has its result already',
    when: async (scene) => {
      const { id } = await forwarded(scene);
      const report = () =>
        control(scene.sandbox, 'reportOutcome', { name, apiKey: A, body: { id, error: 'no route', duration_ms: 3 } });
      await report();
      await expect.poll(async () => (await scene.sandbox.deliveriesOf(A))[0]?.attempts[0]?.error).toBe('no route');
      // The result is stored first, then the attempt is forgotten.
      await expect.poll(async () => (await report()).status).toBe(404);
      return report();
    },
  },
  {
    operation: 'stopListening',
    status: 204,
    given:
      'a listener, after which the sandbox sends webhooks itself, while the outcome of an earlier one still counts',
    when: async (scene) => {
      const { id } = await forwarded(scene);
      const response = await control(scene.sandbox, 'stopListening', { name, apiKey: A });
      const body = { id, error: 'no route', duration_ms: 3 };
      expect((await control(scene.sandbox, 'reportOutcome', { name, apiKey: A, body })).status).toBe(204);
      await expect.poll(async () => (await scene.sandbox.deliveriesOf(A))[0]?.attempts[0]?.error).toBe('no route');
      await scene.sandbox.pay(await scene.generated(A), A);
      await scene.sandbox.waitForDelivery({ state: 'delivered', apiKey: A });
      return response;
    },
  },
];
