import type { PartnerPaymentRequest, PartnerPaymentResponseByType, PartnerPaymentType } from '@kgiton/contract';
import { toSnakeCase } from './case.js';
import { type Caller, generatePayment } from './generate-payment.js';
import type { GeneratePaymentOptions } from './generated/options.js';
import type { RequestOptions } from './options.js';
import { type ResponsePromise, responsePromise } from './response-promise.js';

type WithoutType = Omit<PartnerPaymentRequest, 'payment_type'>;

/** The response to a request of a payment type; `payment_type` tells the two apart. */
export type PaymentOf<Type extends PartnerPaymentType = PartnerPaymentType> = PartnerPaymentResponseByType[Type];

/** A payment by QRIS: `qris` is the code, `payment_url` is null. */
export type QrisPaymentResponse = PaymentOf<'QRIS'>;

/** A payment on a checkout page: `payment_url` is its address, `qris` is null. */
export type CheckoutPagePaymentResponse = PaymentOf<'CHECKOUT_PAGE'>;

/** Creates payments. Each takes one token of the license key. */
export class PartnerPayment {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Creates a QRIS code. It expires after `expiryMinutes`, 30 unless you say otherwise.
   *
   * @throws {KGiTONError} when KGiTON refuses, or when no answer came after the retries
   */
  generateQris(options: GeneratePaymentOptions, request?: RequestOptions): ResponsePromise<QrisPaymentResponse> {
    return this.generate({ ...(toSnakeCase(options) as WithoutType), payment_type: 'QRIS' }, request);
  }

  /**
   * Creates a checkout page. It expires after `expiryMinutes`, 120 unless you say otherwise.
   *
   * @throws {KGiTONError} when KGiTON refuses, or when no answer came after the retries
   */
  generateCheckoutPage(
    options: GeneratePaymentOptions,
    request?: RequestOptions,
  ): ResponsePromise<CheckoutPagePaymentResponse> {
    return this.generate({ ...(toSnakeCase(options) as WithoutType), payment_type: 'CHECKOUT_PAGE' }, request);
  }

  /**
   * Creates a payment of the type that the request names, in the members of the contract.
   *
   * @throws {KGiTONError} when KGiTON refuses, or when no answer came after the retries
   */
  generate<Type extends PartnerPaymentType>(
    body: PartnerPaymentRequest & { payment_type: Type },
    request?: RequestOptions,
  ): ResponsePromise<PaymentOf<Type>> {
    return responsePromise(generatePayment<PaymentOf<Type>>(this.#caller, body, request));
  }
}
