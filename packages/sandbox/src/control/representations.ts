import type { LoggedRequest } from '../payments/logged-request.js';
import { type Payment as StoredPayment, stateOf } from '../payments/payment.js';
import type { ForwardedAttempt as StoredForwardedAttempt } from '../store/listener-store.js';
import type { FaultSetting as StoredFaultSetting } from '../store/store.js';
import type { Delivery as StoredDelivery } from '../webhooks/delivery.js';
// The only place that names this schema.
import type {
  Delivery,
  DeliveryAttempt,
  FaultSetting,
  ForwardedAttempt,
  Payment,
  LoggedRequest as RequestView,
} from './generated/schemas.js';

/** Converts the sandbox's own types to those of the control API. */

export function paymentView(payment: StoredPayment, now: number): Payment {
  return {
    payment_id: payment.paymentId,
    transaction_id: payment.transactionId,
    api_key: payment.apiKey,
    state: stateOf(payment, now),
    created_at: time(payment.createdAt),
    expires_at: time(payment.expiresAt),
    paid_at: payment.paidAt === undefined ? null : time(payment.paidAt),
    request: payment.request,
    response: payment.response,
  };
}

export function deliveryView(delivery: StoredDelivery): Delivery {
  return {
    id: delivery.id,
    payment_id: delivery.paymentId,
    transaction_id: delivery.transactionId,
    api_key: delivery.apiKey,
    url: delivery.url,
    body: delivery.body,
    headers: { ...delivery.headers },
    state: delivery.state,
    fault: delivery.fault ?? null,
    attempts: delivery.attempts.map(attemptView),
    next_attempt_at: delivery.nextAttemptAt === undefined ? null : time(delivery.nextAttemptAt),
  };
}

function attemptView(attempt: StoredDelivery['attempts'][number]): DeliveryAttempt {
  const { at, reason, status = null, error = null, responseBody = null, duration } = attempt;
  return { at: time(at), reason, status, error, response_body: responseBody, duration_ms: duration };
}

export function forwardedAttemptView(attempt: StoredForwardedAttempt): ForwardedAttempt {
  const { id, paymentId, transactionId, url, body, headers, slowness } = attempt;
  const ids = { id, payment_id: paymentId, transaction_id: transactionId };
  return { ...ids, url, body, headers: { ...headers }, slowness_ms: slowness };
}

export function faultView({ apiKey, id, fault }: StoredFaultSetting): FaultSetting {
  return { api_key: apiKey, payment: id ?? null, fault };
}

export function requestView({
  id,
  at,
  apiKey,
  method,
  path,
  transactionId,
  body,
  status,
  fault,
  code,
  errors,
  warnings,
}: LoggedRequest): RequestView {
  return {
    id,
    at: time(at),
    api_key: apiKey ?? null,
    method,
    path,
    transaction_id: transactionId ?? null,
    body,
    status: status ?? null,
    fault: fault ?? null,
    code: code ?? null,
    errors: [...errors],
    warnings: [...warnings],
  };
}

/** RFC 3339 in UTC, with milliseconds. */
export function time(moment: number): string {
  return new Date(moment).toISOString();
}
