import { operationRequests, type PaymentStatusResponse } from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import { tooManyRequests } from '../control/refusal.js';
import type { Delay, Hosted } from '../hosted/hosted.js';
import type { Store } from '../store/store.js';
import { deliveryIdOf } from '../webhooks/delivery.js';
import type { CreatePayment } from './create-payment.js';
import { LICENSE_KEYS } from './license-keys.js';
import { type Outcome, refusal } from './outcome.js';
import { type PaymentRecord, paymentOf, stateOf, timestamp } from './payment.js';
import type { OperationId } from './prefer.js';
import { unknownProperties } from './unknown-properties.js';

/** A request to an operation that has passed every check that concerns all of them. */
export interface OperationCall {
  apiKey: string;
  /** The base of the URLs in the response. */
  origin: string;
  /** The parameter in the path, if it has one. */
  parameter: string;
  /** The parsed body, if the operation has one. */
  body: unknown;
}

/** What each operation of the contract does. A missing one does not compile. */
export type Operations = { [Id in OperationId]: (call: OperationCall) => Promise<Outcome> };

export interface OperationsOptions {
  createPayment: CreatePayment;
  store: Store;
  clocks: Clocks;
  /** Called with each new payment before the response is sent. */
  onCreated(payment: PaymentRecord): Promise<void>;
  /** How many payments an account may have in a time; without it, any number. */
  quota?: Pick<Hosted, 'takePayment' | 'returnPayment'> | undefined;
}

/** What the contract's own messages cannot say, because it is true of the sandbox only. */
const LICENSE_HINT = `the sandbox has license keys of its own, as ${LICENSE_KEYS[1]?.key}`;

export function partnerOperations(options: OperationsOptions): Operations {
  const { createPayment, store, clocks, onCreated, quota } = options;
  return {
    async generatePayment({ apiKey, body, origin }) {
      const early = await quota?.takePayment(apiKey);
      if (early) return tooManyPayments(early);
      const decision = await createPayment(apiKey, body, origin);
      if (decision.outcome === 'refused') await quota?.returnPayment(apiKey);
      const warnings = unknownProperties(body);
      if (decision.outcome === 'refused' && decision.code === 'INVALID_LICENSE') warnings.push(LICENSE_HINT);
      if (decision.outcome === 'refused') return { ...refusal(decision.code, decision.errors), warnings };
      if (decision.outcome === 'created') await onCreated(decision.payment);
      return { status: 200, body: decision.payment.response, warnings };
    },
    async getPaymentStatus({ apiKey, parameter }) {
      const record = await store.findByTransaction(apiKey, parameter);
      if (!record) return refusal('TRANSACTION_NOT_FOUND');
      const { paymentId, transactionId, request, createdAt, expiresAt, paidAt } = paymentOf(record);
      const status: PaymentStatusResponse = {
        success: true,
        payment_id: paymentId,
        transaction_id: transactionId,
        payment_status: stateOf(record, await clocks.now(apiKey)),
        amount: request.amount,
        payment_type: request.payment_type,
        gateway_transaction_id: paymentId.replace(/^PAY-/, 'SANDBOX-'),
        paid_at: paidAt === undefined ? null : timestamp(paidAt),
        expires_at: timestamp(expiresAt),
        webhook_sent: await store.isSent(apiKey, deliveryIdOf(paymentId)),
        created_at: timestamp(createdAt),
      };
      return { status: 200, body: JSON.stringify(status) };
    },
  };
}

/** The contract has no rate limits, but its error codes are an open set, which every client has to read. */
function tooManyPayments({ seconds }: Delay): Outcome {
  const { code, message } = tooManyRequests(seconds);
  const body = JSON.stringify({ success: false, code, message });
  return { status: 429, headers: { 'retry-after': String(seconds) }, body, code };
}

/** An operation that a path belongs to. */
export interface OperationMatch {
  id: OperationId;
  /** The one method that it has. */
  method: string;
  /** The decoded parameter in the path; empty without one. */
  parameter: string;
}

const PATHS = Object.entries(operationRequests).map(([id, { method, path }]) => {
  const [before = '', after] = path.split(/\{\w+\}/);
  return { id: id as OperationId, method, before, after };
});

/** The operation at a path (without a query), whatever the method; undefined if there is none. */
export function operationAt(path: string): OperationMatch | undefined {
  for (const { id, method, before, after } of PATHS) {
    if (after === undefined && path === before) return { id, method, parameter: '' };
    if (after === undefined || !path.startsWith(before) || !path.endsWith(after)) continue;
    const parameter = path.slice(before.length, path.length - after.length);
    if (parameter && !parameter.includes('/')) return { id, method, parameter: decoded(parameter) };
  }
  return undefined;
}

/** A part of a path. What is not percent-encoded UTF-8 stays as it is, and names nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
