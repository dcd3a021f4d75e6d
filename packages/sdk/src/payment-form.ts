import type { PartnerPaymentResponse, PartnerPaymentType, QrisCode } from '@kgiton/contract';
import { type FormOf, wrongMember } from './wrong-member.js';

type Common = Pick<PartnerPaymentResponse, 'payment_id' | 'transaction_id' | 'amount' | 'expires_at'>;

const COMMON: FormOf<Common> = {
  payment_id: 'string',
  transaction_id: 'string',
  amount: 'number',
  expires_at: 'string',
};
const QRIS_CODE: FormOf<QrisCode> = { qr_content: 'string', qr_image_url: 'string' };
const CHECKOUT_PAGE: FormOf<Pick<PartnerPaymentResponse, 'payment_url'>> = { payment_url: 'string' };

/** The name of a member for which the answer is no payment of this type; undefined if it is one. */
export function wrongMemberOf(payment: PartnerPaymentResponse, type: PartnerPaymentType): string | undefined {
  if (payment.payment_type !== type) return 'payment_type';
  const own = type === 'QRIS' ? wrongMember(payment.qris, QRIS_CODE) : wrongMember(payment, CHECKOUT_PAGE);
  return own ?? wrongMember(payment, COMMON);
}
