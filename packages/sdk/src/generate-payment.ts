import { operationRequests, type PartnerPaymentRequest, type PartnerPaymentResponse } from '@kgiton/contract';
import { log } from './logger.js';
import type { RequestOptions } from './options.js';
import type { WithResponse } from './response-promise.js';
import { type Caller, sendRequest } from './send-request.js';
import { wrongPaymentProperty } from './wrong-property.js';

/**
 * Generates a payment. `transaction_id` is the idempotency key: only one token is taken, however many attempts it needs.
 *
 * @throws {KGiTONError} if no attempt succeeds
 * @throws the reason of the signal, if it aborts
 */
export async function generatePayment<Payment extends PartnerPaymentResponse>(
  caller: Caller,
  body: PartnerPaymentRequest,
  options?: RequestOptions,
): Promise<WithResponse<Payment>> {
  const { payment_type, license_key, ...requested } = body;
  const withLicense = { ...caller, secrets: [...caller.secrets, license_key] };
  const result = await sendRequest<Payment>(
    withLicense,
    {
      ...operationRequests.generatePayment,
      body: JSON.stringify(body),
      wrongProperty: (payment) => wrongPaymentProperty(payment, payment_type),
    },
    options,
  );
  for (const name of ['transaction_id', 'amount'] as const) {
    if (result.data[name] !== requested[name]) {
      log(withLicense, 'warn', () => `asked for ${name} ${requested[name]}, got ${result.data[name]}`);
    }
  }
  return result;
}
