import { operationRequests, type PaymentStatus, type PaymentStatusResponse as StatusOnTheWire } from '@kgiton/contract';
import type { RequestOptions } from './options.js';
import type { WithResponse } from './response-promise.js';
import { type Caller, sendRequest } from './send-request.js';
import { type Shape, wrongProperty } from './wrong-property.js';

/** A payment and its status. Every property is always present. Later versions may add properties. */
export interface PaymentStatusResponse extends StatusOnTheWire {
  /**
   * How far the payment has come. `paid`, `expired` and `failed` are final. A newer server may send values that are not
   * listed here: treat them as not final.
   */
  payment_status: PaymentStatus | (string & {});
}

const SHAPE: Shape<Omit<StatusOnTheWire, 'success'>> = {
  payment_id: 'string',
  transaction_id: 'string',
  payment_status: 'string',
  amount: 'number',
  payment_type: 'string',
  gateway_transaction_id: 'string or null',
  paid_at: 'string or null',
  expires_at: 'string',
  webhook_sent: 'boolean',
  created_at: 'string',
};

/**
 * Asks for the status of a payment. It changes nothing, so its errors never have `outcomeUnknown`.
 *
 * @throws {TypeError} if the transaction id cannot stand in a path
 * @throws {KGiTONError} if no attempt succeeds
 * @throws the reason of the signal, if it aborts
 */
export async function getPaymentStatus(
  caller: Caller,
  transactionId: string,
  options?: RequestOptions,
): Promise<WithResponse<PaymentStatusResponse>> {
  const { method, path } = operationRequests.getPaymentStatus;
  return sendRequest<PaymentStatusResponse>(
    caller,
    {
      method,
      path: path.replace(/{\w+}/, pathSegment(transactionId)),
      // The status of another payment must never be taken for that of this one.
      wrongProperty: (status) =>
        status.transaction_id === transactionId ? wrongProperty(status, SHAPE) : 'transaction_id',
    },
    options,
  );
}

/** The transaction id as a segment of a path. */
function pathSegment(transactionId: string): string {
  try {
    // URLs drop the segments `.` and `..`, however they are encoded: the request would reach another path.
    if (typeof transactionId === 'string' && !/^\.{0,2}$/.test(transactionId)) return encodeURIComponent(transactionId);
  } catch {
    // Half of a surrogate pair cannot be encoded. The same message as for any other.
  }
  const got = typeof transactionId === 'string' ? JSON.stringify(transactionId) : typeof transactionId;
  throw new TypeError(`Expected the transaction id of a payment, a string that is not empty, '.' or '..'; got ${got}.`);
}
