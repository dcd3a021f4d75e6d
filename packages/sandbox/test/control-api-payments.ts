import { expect } from 'vitest';
import { control } from './control-api.js';
import { A, type Row } from './control-api-scene.js';

/** What the operations do to payments. */
export const paymentActions: Row[] = [
  {
    operation: 'listPayments',
    status: 200,
    given: 'a payment',
    when: async ({ sandbox, generated }) => {
      const id = await generated();
      const response = await control(sandbox, 'listPayments', { query: { state: 'pending' } });
      expect(response.body.payments).toMatchObject([
        { transaction_id: id, api_key: A, state: 'pending', paid_at: null },
      ]);
      expect((await control(sandbox, 'listPayments', { query: { state: 'paid' } })).body.payments).toEqual([]);
      return response;
    },
  },
  {
    operation: 'getPayment',
    status: 200,
    given: 'its payment id as well as its transaction id',
    when: async ({ sandbox, generated }) => {
      const { body } = await control(sandbox, 'getPayment', { name: await generated() });
      const response = await control(sandbox, 'getPayment', { name: body.payment_id, apiKey: A });
      expect(response.body).toEqual(body);
      return response;
    },
  },
  {
    operation: 'payPayment',
    status: 200,
    given: 'a payment that is pending, and the JavaScript API sees it paid',
    when: async ({ sandbox, generated }) => {
      const response = await control(sandbox, 'payPayment', { name: await generated() });
      const [payment] = await sandbox.payments();
      expect(response.body).toMatchObject({ state: 'paid', paid_at: new Date(payment?.paidAt ?? 0).toISOString() });
      return response;
    },
  },
  ...(['payPayment', 'expirePayment', 'failPayment'] as const).map(
    (operation): Row => ({
      operation,
      status: 409,
      code: 'ALREADY_PAID',
      given: 'a payment that was paid by the JavaScript API',
      when: async ({ sandbox, generated }) => {
        const id = await generated();
        await sandbox.pay(id);
        return control(sandbox, operation, { name: id });
      },
    }),
  ),
  ...(['payPayment', 'failPayment'] as const).map(
    (operation): Row => ({
      operation,
      status: 409,
      code: 'EXPIRED',
      given: 'a payment that has expired',
      when: async ({ sandbox, generated }) => {
        const id = await generated();
        await sandbox.expire(id);
        return control(sandbox, operation, { name: id });
      },
    }),
  ),
  ...(['payPayment', 'expirePayment'] as const).map(
    (operation): Row => ({
      operation,
      status: 409,
      code: 'FAILED',
      given: 'a payment that has failed',
      when: async ({ sandbox, generated }) => {
        const id = await generated();
        await sandbox.fail(id);
        return control(sandbox, operation, { name: id });
      },
    }),
  ),
  {
    operation: 'failPayment',
    status: 200,
    given: 'one of two payments, twice, and the other can still be paid',
    when: async ({ sandbox, generated }) => {
      const [one, other] = [await generated(), await generated()];
      await control(sandbox, 'failPayment', { name: one });
      const response = await control(sandbox, 'failPayment', { name: one });
      expect(response.body).toMatchObject({ state: 'failed', paid_at: null });
      expect((await control(sandbox, 'payPayment', { name: other })).status).toBe(200);
      return response;
    },
  },
  {
    operation: 'expirePayment',
    status: 200,
    given: 'one of two payments, and the other can still be paid',
    when: async ({ sandbox, generated }) => {
      const [one, other] = [await generated(), await generated()];
      const response = await control(sandbox, 'expirePayment', { name: one });
      expect(response.body).toMatchObject({ state: 'expired', paid_at: null });
      expect((await control(sandbox, 'payPayment', { name: other })).status).toBe(200);
      return response;
    },
  },
];
