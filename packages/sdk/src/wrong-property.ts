import type {
  PartnerPaymentResponse,
  PartnerPaymentResponseByType,
  PartnerPaymentType,
  QrisCode,
} from '@kgiton/contract';

/** What `typeof` returns for a value of the type, with null as a type of its own. */
type Kind<T> = null extends T
  ? 'string or null'
  : T extends number
    ? 'number'
    : T extends boolean
      ? 'boolean'
      : 'string';

/** The names of properties, each with the kind of its values. */
export type Shape<T> = { readonly [Name in keyof T]-?: Kind<T[Name]> };

/** The name of a property that is missing, or whose kind differs from the shape; undefined if there is none. */
export function wrongProperty(value: object | null | undefined, shape: object): string | undefined {
  for (const [name, kind] of Object.entries(shape)) {
    const property = value?.[name as never];
    if (!kind.includes(property === null ? 'null' : typeof property)) return name;
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
const CHECKOUT_PAGE: Shape<Pick<PartnerPaymentResponseByType['CHECKOUT_PAGE'], 'payment_url'>> = {
  payment_url: 'string',
};

/** The name of a property that keeps the response from being a payment of this type; undefined if it is one. */
export function wrongPaymentProperty(payment: PartnerPaymentResponse, type: PartnerPaymentType): string | undefined {
  if (payment.payment_type !== type) return 'payment_type';
  const own = type === 'QRIS' ? wrongProperty(payment.qris, QRIS_CODE) : wrongProperty(payment, CHECKOUT_PAGE);
  return own ?? wrongProperty(payment, COMMON);
}
