import type { PartnerPaymentRequest, PartnerPaymentResponseByType, PartnerPaymentType } from '@kgiton/contract';
import { toSnakeCase } from './case.js';
import { generatePayment } from './generate-payment.js';
import type { GeneratePaymentOptions } from './generated/options.js';
import type { RequestOptions } from './options.js';
import { getPaymentStatus, type PaymentStatusResponse } from './payment-status.js';
import { type ResponsePromise, responsePromise } from './response-promise.js';
import type { Caller } from './send-request.js';
import { type WaitForPaymentOptions, waitForPayment } from './wait-for-payment.js';

type WithoutType = Omit<PartnerPaymentRequest, 'payment_type'>;

/** The response for a payment type. `payment_type` distinguishes the two. */
export type PaymentOf<Type extends PartnerPaymentType = PartnerPaymentType> = PartnerPaymentResponseByType[Type];

/** A QRIS payment: `qris` is the code, `payment_url` is null. */
export type QrisPaymentResponse = PaymentOf<'QRIS'>;

/** A checkout page payment: `payment_url` is the URL of the page, `qris` is null. */
export type CheckoutPagePaymentResponse = PaymentOf<'CHECKOUT_PAGE'>;

/** Creates payments, each for one token of the license key, and asks whether they have been paid, which takes none. */
export class PartnerPayment {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Creates a QRIS code. It expires after `expiryMinutes`, 30 by default.
   *
   * @throws {KGiTONError} if KGiTON rejects the request, or if no response arrives after the retries
   */
  generateQris(options: GeneratePaymentOptions, request?: RequestOptions): ResponsePromise<QrisPaymentResponse> {
    return this.generate({ ...(toSnakeCase(options) as WithoutType), payment_type: 'QRIS' }, request);
  }

  /**
   * Creates a checkout page. It expires after `expiryMinutes`, 120 by default.
   *
   * @throws {KGiTONError} if KGiTON rejects the request, or if no response arrives after the retries
   */
  generateCheckoutPage(
    options: GeneratePaymentOptions,
    request?: RequestOptions,
  ): ResponsePromise<CheckoutPagePaymentResponse> {
    return this.generate({ ...(toSnakeCase(options) as WithoutType), payment_type: 'CHECKOUT_PAGE' }, request);
  }

  /**
   * Creates a payment of the type in the request. The request has the property names of the contract.
   *
   * @throws {KGiTONError} if KGiTON rejects the request, or if no response arrives after the retries
   */
  generate<Type extends PartnerPaymentType>(
    body: PartnerPaymentRequest & { payment_type: Type },
    request?: RequestOptions,
  ): ResponsePromise<PaymentOf<Type>> {
    return responsePromise(generatePayment<PaymentOf<Type>>(this.#caller, body, request));
  }

  /**
   * Asks once whether a payment has been paid. Takes no token. The webhook remains the primary way to learn of it: ask
   * if you may have missed it, or before you cancel an order. Ask from your server only, where the API key is.
   *
   * @param transactionId the `transactionId` with which the payment was generated
   * @throws {TransactionNotFoundError} if no payment with this id was generated with your API key
   * @throws {KGiTONError} if KGiTON rejects the request, or if no response arrives after the retries. `outcomeUnknown`
   * is never true: asking changes nothing.
   * @throws {TypeError} if the id is not a string, or is empty, `.` or `..`
   * @example
   * const { payment_status, paid_at } = await kgiton.partnerPayment.checkStatus('TRX-2026-001');
   * if (payment_status === 'paid') console.log('Paid at', paid_at);
   */
  checkStatus(transactionId: string, request?: RequestOptions): ResponsePromise<PaymentStatusResponse> {
    return responsePromise(getPaymentStatus(this.#caller, transactionId, request));
  }

  /**
   * Waits until a payment is paid, has expired or has failed, while a customer stands at the counter. Asks at once, and
   * then every 5 seconds, for at most 10 minutes; `interval` and `timeout` change that, in milliseconds. The webhook
   * remains the primary way to learn of a payment: handle it too, because this wait ends with your process.
   *
   * After 429, 5xx or no response it asks less and less often, and never before the end of `Retry-After`. When the time
   * is up, it resolves with the latest status, usually `pending`; check `payment_status` before you hand over the goods.
   *
   * @param transactionId the `transactionId` with which the payment was generated
   * @throws {KGiTONError} at once if waiting cannot help, such as 401 and 404; the last error if the time is up and no
   * status has arrived
   * @throws {TypeError} if an option or the id is invalid
   * @throws the reason of the signal, at once, if it aborts
   * @example
   * const { payment_status } = await kgiton.partnerPayment.waitForPayment('TRX-2026-001', { timeout: 6 * 60_000 });
   * if (payment_status === 'paid') console.log('Print the receipt.');
   */
  waitForPayment(transactionId: string, options?: WaitForPaymentOptions): Promise<PaymentStatusResponse> {
    return waitForPayment(this.#caller, transactionId, options);
  }
}
