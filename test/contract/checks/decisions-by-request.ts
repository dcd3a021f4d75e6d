// What a server that decides by the request must do. Against a server that is not ours, nothing here costs a token
// unless CONTRACT_LICENSE_KEY names a license whose tokens may be spent (two are).
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { pathOf } from '../../support/document.js';
import type { Target } from '../../support/target.js';
import { violations } from '../../support/validate.js';
import { type CheckGroup, operationOf, requestsOf, type Subject } from './check.js';

/** A request of its own for each check, from an example of the contract. */
function requestsTo({ contract, target }: Subject) {
  const { path, examples } = requestsOf(contract);
  const request = (type: string, properties: Record<string, unknown> = {}): Record<string, unknown> => {
    const { webhook_url: _, expiry_minutes: __, ...value } = examples[type]?.value ?? {};
    return {
      ...value,
      transaction_id: `contract-${randomUUID()}`,
      license_key: target.licenseKey ?? '',
      ...properties,
    };
  };
  return { path, request };
}

const request: CheckGroup = {
  name: 'a request',
  appliesTo: ({ kind }) => kind === 'server',
  checks(subject) {
    const { path, request } = requestsTo(subject);
    return [
      {
        name: 'with an unknown API key gets 401',
        async run() {
          const response = await subject.send({ path, body: request('QRIS') }, { apiKey: 'not-a-key' });
          expect(response).toMatchObject({ status: 401, body: { success: false, code: 'AUTHENTICATION_ERROR' } });
        },
      },
      {
        name: 'for a checkout page whose items do not add up gets 400',
        async run() {
          const response = await subject.send({ path, body: request('CHECKOUT_PAGE', { amount: 149_999 }) });
          expect(response).toMatchObject({ status: 400, body: { success: false, code: 'INVALID_AMOUNT' } });
        },
      },
    ];
  },
};

const licenseKey: CheckGroup = {
  name: 'a license key',
  appliesTo: ({ kind }) => kind === 'server',
  checks(subject) {
    const { path, request } = requestsTo(subject);
    return ['NOSUC-HLICE-NSEKE-Y0000-00000', 'not a license key', ''].map((license_key) => ({
      name: `that is unknown or malformed is not found: "${license_key}"`,
      async run() {
        const response = await subject.send({ path, body: request('QRIS', { license_key }) });
        expect(response).toMatchObject({ status: 404, body: { success: false, code: 'INVALID_LICENSE' } });
      },
    }));
  },
};

const generatedPayment: CheckGroup = {
  name: 'a generated payment',
  appliesTo: ({ kind, licenseKey }) => kind === 'server' && licenseKey !== undefined,
  checks(subject) {
    const { path, request } = requestsTo(subject);
    const { send, contract } = subject;
    const status = operationOf(contract, 'getPaymentStatus');
    const statusSchema = status.operation.responses['200']?.content?.['application/json']?.schema ?? {};
    const defaultMinutes = { QRIS: 30, CHECKOUT_PAGE: 120 };
    return Object.entries(defaultMinutes).map(([type, minutes]) => ({
      name: `${type} carries the partner’s own transaction, a repeated request gets the same response, and the status agrees`,
      async run() {
        const operation = contract.document.paths[path]?.post;
        const schema = operation?.responses['200']?.content?.['application/json']?.schema ?? {};
        const sent = request(type, { unknown_property: true });
        const first = await send({ path, body: sent });
        expect(first.status).toBe(200);
        expect(violations(schema, first.body)).toEqual([]);
        expect(first.body).toMatchObject({
          transaction_id: sent.transaction_id,
          amount: sent.amount,
          payment_type: type,
        });
        const validFor = (Date.parse(String(first.body?.expires_at)) - Date.now()) / 60_000;
        expect(Math.abs(validFor - minutes)).toBeLessThan(2);

        const again = await send({ path, body: sent });
        expect(again).toMatchObject({ status: 200, body: first.body });

        const other = await send({ path, body: { ...sent, description: 'Another body' } });
        expect(other).toMatchObject({ status: 409, body: { success: false, code: 'DUPLICATE_TRANSACTION' } });

        const { payment_id, transaction_id, amount, payment_type, expires_at } = first.body ?? {};
        const asked = pathOf(status.path, status.operation, { transactionId: String(transaction_id) });
        for (const query of ['', '?x=1']) {
          const { status: code, body } = await send({ method: status.method, path: `${asked}${query}` });
          expect(code).toBe(200);
          expect(violations(statusSchema, body)).toEqual([]);
          expect(body).toMatchObject({ payment_id, transaction_id, amount, payment_type, expires_at });
          expect(body).toMatchObject({ payment_status: 'pending', paid_at: null, webhook_sent: false });
          expect(Date.parse(String(expires_at)) - Date.parse(String(body?.created_at))).toBe(minutes * 60_000);
        }
      },
    }));
  },
};

const status: CheckGroup = {
  name: 'a status',
  appliesTo: ({ kind }) => kind === 'server',
  checks(subject) {
    const { send, contract } = subject;
    const { method, path: statusPath, operation } = operationOf(contract, 'getPaymentStatus');
    const ask = (transactionId: string, to: Partial<Target> = {}) =>
      send({ method, path: pathOf(statusPath, operation, { transactionId }) }, to);
    const unknown = { unknown: `contract-${randomUUID()}`, malformed: 'not: valid', 'too long': 'a'.repeat(51) };
    const ofNoPayment = [
      ...Object.entries(unknown).map(([what, transactionId]) => ({
        name: `of a transaction id that is ${what} is not found`,
        async run() {
          const response = await ask(transactionId);
          expect(response).toMatchObject({ status: 404, body: { success: false, code: 'TRANSACTION_NOT_FOUND' } });
          expect(violations(contract.document.components.schemas.ErrorResponse ?? {}, response.body)).toEqual([]);
        },
      })),
      {
        name: 'with an unknown API key gets 401',
        async run() {
          const response = await ask('TRX-1', { apiKey: 'not-a-key' });
          expect(response).toMatchObject({ status: 401, body: { success: false, code: 'AUTHENTICATION_ERROR' } });
        },
      },
    ];
    return ofNoPayment;
  },
};

export const decisionsByRequest = [request, licenseKey, generatedPayment, status];
