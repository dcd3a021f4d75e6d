import type { Mutation } from '../support/mutating-proxy.js';

/** Mutants of a server: what its responses get wrong. */
export const responseMutants: Record<string, Mutation> = {
  'expires_at is missing': ({ body: { expires_at: _, ...body }, ...response }) => ({ ...response, body }),
  'the message of an error is missing': ({ body: { message: _, ...body }, ...response }) => ({ ...response, body }),
  'amount is a string': onSuccess((body) => ({ ...body, amount: String(body.amount) })),
  'payment_type is in lower case': onSuccess((body) => ({
    ...body,
    payment_type: String(body.payment_type).toLowerCase(),
  })),
  'the amount is changed': onSuccess((body) => ({ ...body, amount: Number(body.amount) + 1 })),
  'the QRIS code is missing': onSuccess((body) => ({ ...body, qris: null })),
  'success is false for a payment': onSuccess((body) => ({ ...body, success: false })),
  'times have no Z': onSuccess((body) => ({ ...body, expires_at: String(body.expires_at).replace('Z', '+00:00') })),
  'a payment is created with 201': (response) => ({
    ...response,
    status: response.status === 200 ? 201 : response.status,
  }),
  'an invalid request gets 422': (response) => ({
    ...response,
    status: response.status === 400 ? 422 : response.status,
  }),
  'a missing key gets 403': (response) => ({ ...response, status: response.status === 401 ? 403 : response.status }),
  'codes are in lower case': onError((body) => ({ ...body, code: String(body.code).toLowerCase() })),
  'an error says success': onError((body) => ({ ...body, success: true })),
  'an error has the code of another status': onError((body) => ({ ...body, code: 'GATEWAY_ERROR' })),
  'a payment_url comes with a QRIS code': onSuccess((body) => ({ ...body, payment_url: 'https://pay.example' })),
  'paid_at is missing in a status': ({ body: { paid_at: _, ...body }, ...response }) => ({ ...response, body }),
  'a status is in upper case': onStatus((body) => ({
    ...body,
    payment_status: String(body.payment_status).toUpperCase(),
  })),
  'a status is wrapped in data': onStatus(({ success, ...data }) => ({ success, data })),
  'errors are wrapped': onError((body) => ({ error: body })),
  'a small amount is accepted': (response, request) =>
    request.amount === 999 ? { status: 200, contentType: response.contentType, body: { success: true } } : response,
};

/** Mutants that only a server that decides by the request can have. */
export const decisionMutants: Record<string, Mutation> = {
  'every 400 is a VALIDATION_ERROR': (response) =>
    response.status === 400 ? { ...response, body: { ...response.body, code: 'VALIDATION_ERROR' } } : response,
  'items need not add up': (response, { amount }) => (amount === 149_999 ? { ...response, status: 200 } : response),
  'an unknown license is 403': (response) => ({ ...response, status: response.status === 404 ? 403 : response.status }),
  'the transaction id is changed': onSuccess((body) => ({ ...body, transaction_id: 'TRX-1' })),
  'a payment expires at once': onSuccess((body) => ({ ...body, expires_at: new Date().toISOString() })),
  'each response has a new payment': onSuccess((body) => ({ ...body, payment_id: `PAY-${Math.random()}` })),
  'an unknown transaction is 400': (response) =>
    response.body.code === 'TRANSACTION_NOT_FOUND' ? { ...response, status: 400 } : response,
  'a payment is paid at once': onStatus((body) => ({ ...body, payment_status: 'paid' })),
  'the webhook of a pending payment is said to be sent': onStatus((body) => ({ ...body, webhook_sent: true })),
  'the status is that of another payment': onStatus((body) => ({ ...body, payment_id: 'PAY-OTHER' })),
  'created_at is a minute late': onStatus((body) => ({
    ...body,
    created_at: new Date(Date.parse(String(body.created_at)) + 60_000).toISOString(),
  })),
  'a reused transaction id is accepted': (response) => ({
    ...response,
    status: response.status === 409 ? 200 : response.status,
  }),
};

type Change = (body: Record<string, unknown>) => Record<string, unknown>;

function onSuccess(change: Change): Mutation {
  return (response) => (response.status < 400 ? { ...response, body: change(response.body) } : response);
}

function onStatus(change: Change): Mutation {
  return onSuccess((body) => ('payment_status' in body ? change(body) : body));
}

function onError(change: Change): Mutation {
  return (response) => (response.status >= 400 ? { ...response, body: change(response.body) } : response);
}
