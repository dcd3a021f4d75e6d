import type { Fault } from '../support/fault-proxy.js';

/** Faults of a server that should keep the contract and does not: what its answers have wrong. */
export const answerFaults: Record<string, Fault> = {
  'expires_at is missing': ({ body: { expires_at: _, ...body }, ...answer }) => ({ ...answer, body }),
  'the message of an error is missing': ({ body: { message: _, ...body }, ...answer }) => ({ ...answer, body }),
  'amount is a string': onSuccess((body) => ({ ...body, amount: String(body.amount) })),
  'payment_type is in lower case': onSuccess((body) => ({
    ...body,
    payment_type: String(body.payment_type).toLowerCase(),
  })),
  'the amount is another one': onSuccess((body) => ({ ...body, amount: Number(body.amount) + 1 })),
  'the QRIS code is missing': onSuccess((body) => ({ ...body, qris: null })),
  'success is false for a payment': onSuccess((body) => ({ ...body, success: false })),
  'times have no Z': onSuccess((body) => ({ ...body, expires_at: String(body.expires_at).replace('Z', '+00:00') })),
  'a payment is created with 201': (answer) => ({ ...answer, status: answer.status === 200 ? 201 : answer.status }),
  'an invalid request gets 422': (answer) => ({ ...answer, status: answer.status === 400 ? 422 : answer.status }),
  'a missing key gets 403': (answer) => ({ ...answer, status: answer.status === 401 ? 403 : answer.status }),
  'codes are in lower case': onError((body) => ({ ...body, code: String(body.code).toLowerCase() })),
  'an error says success': onError((body) => ({ ...body, success: true })),
  'an error has the code of another status': onError((body) => ({ ...body, code: 'GATEWAY_ERROR' })),
  'a checkout address comes with a QRIS code': onSuccess((body) => ({ ...body, payment_url: 'https://pay.example' })),
  'errors are wrapped': onError((body) => ({ error: body })),
  'a small amount is accepted': (answer, request) =>
    request.amount === 999 ? { status: 200, contentType: answer.contentType, body: { success: true } } : answer,
};

/** Faults that only a server that decides by the request can have; the suite knows it as `CONTRACT_KIND=server`. */
export const decisionFaults: Record<string, Fault> = {
  'every 400 is a VALIDATION_ERROR': (answer) =>
    answer.status === 400 ? { ...answer, body: { ...answer.body, code: 'VALIDATION_ERROR' } } : answer,
  'items need not add up': (answer, { amount }) => (amount === 149_999 ? { ...answer, status: 200 } : answer),
  'an unknown license is 403': (answer) => ({ ...answer, status: answer.status === 404 ? 403 : answer.status }),
  'the transaction is another one': onSuccess((body) => ({ ...body, transaction_id: 'TRX-1' })),
  'a payment expires at once': onSuccess((body) => ({ ...body, expires_at: new Date().toISOString() })),
  'each answer has a new payment': onSuccess((body) => ({ ...body, payment_id: `PAY-${Math.random()}` })),
  'a reused transaction id is accepted': (answer) => ({
    ...answer,
    status: answer.status === 409 ? 200 : answer.status,
  }),
};

type Change = (body: Record<string, unknown>) => Record<string, unknown>;

function onSuccess(change: Change): Fault {
  return (answer) => (answer.status < 400 ? { ...answer, body: change(answer.body) } : answer);
}

function onError(change: Change): Fault {
  return (answer) => (answer.status >= 400 ? { ...answer, body: change(answer.body) } : answer);
}
