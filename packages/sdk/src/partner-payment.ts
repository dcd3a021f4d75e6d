import type { PartnerPaymentRequest, PartnerPaymentResponseByType, PartnerPaymentType } from '@kgiton/contract';
import { toSnakeCase } from './case.js';
import { type Caller, generatePayment } from './generate-payment.js';
import type { GeneratePaymentOptions } from './generated/options.js';
import type { RequestOptions } from './options.js';
import { type ResponsePromise, responsePromise } from './response-promise.js';

type WithoutType = Omit<PartnerPaymentRequest, 'payment_type'>;

/** The response for a payment type. `payment_type` distinguishes the two. */
export type PaymentOf<Type extends PartnerPaymentType = PartnerPaymentType> = PartnerPaymentResponseByType[Type];

/** A QRIS payment: `qris` is the code, `payment_url` is null. */
export type QrisPaymentResponse = PaymentOf<'QRIS'>;

/** A checkout page payment: `payment_url` is the URL of the page, `qris` is null. */
export type CheckoutPagePaymentResponse = PaymentOf<'CHECKOUT_PAGE'>;

/** Creates payments. Each takes one token from the license key. */
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
}
