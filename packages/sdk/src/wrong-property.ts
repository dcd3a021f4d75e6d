import type { PartnerPaymentResponse, PartnerPaymentType, QrisCode } from '@kgiton/contract';

/** The names of properties, each with what `typeof` returns for it. */
export type Shape<T> = { readonly [Name in keyof T]-?: T[Name] extends number ? 'number' : 'string' };

/** The name of a property that is missing, or whose type differs from the shape; undefined if there is none. */
export function wrongProperty(value: object | null | undefined, shape: object): string | undefined {
  for (const name in shape) {
    if (typeof value?.[name as never] !== shape[name as never]) return name;
  }
  return undefined;
}

type Common = Pick<PartnerPaymentResponse, 'payment_id' | 'transaction_id' | 'amount' | 'expires_at'>;

const COMMON: Shape<Common> = {
  payment_id: 'string',
  transaction_id: 'string',
  amount: 'number',
  expires_at: 'string',
};
const QRIS_CODE: Shape<QrisCode> = { qr_content: 'string', qr_image_url: 'string' };
const CHECKOUT_PAGE: Shape<Pick<PartnerPaymentResponse, 'payment_url'>> = { payment_url: 'string' };

/** The name of a property that keeps the response from being a payment of this type; undefined if it is one. */
export function wrongPaymentProperty(payment: PartnerPaymentResponse, type: PartnerPaymentType): string | undefined {
  if (payment.payment_type !== type) return 'payment_type';
  const own = type === 'QRIS' ? wrongProperty(payment.qris, QRIS_CODE) : wrongProperty(payment, CHECKOUT_PAGE);
  return own ?? wrongProperty(payment, COMMON);
}
