// A partner's program, to be type-checked by each version of TypeScript. It never runs.
import {
  type CheckoutPagePaymentResponse,
  ErrorCode,
  type GeneratePaymentOptions,
  InsufficientTokensError,
  KGiTON,
  KGiTONError,
  type KGiTONErrorCode,
  PartnerPaymentType,
  type QrisPaymentResponse,
  TimeoutError,
} from '@kgiton/sdk';
import {
  createTestEvent,
  createWebhookHandler,
  type PaymentSuccessEvent,
  sign,
  unwrap,
  verifyWebhook,
  WebhookSignatureError,
} from '@kgiton/sdk/webhooks';

const kgiton = new KGiTON({ apiKey: 'kgiton_partner', timeout: 10_000, maxRetries: 3, logLevel: 'warn' });

export async function pay(order: { id: string; total: number }): Promise<string> {
  const options: GeneratePaymentOptions = {
    transactionId: order.id,
    amount: order.total,
    licenseKey: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
    items: [{ id: '1', name: 'Kopi', price: order.total, quantity: 1 }],
    webhookUrl: 'https://partner.example/webhook',
  };
  const { qris }: QrisPaymentResponse = await kgiton.partnerPayment.generateQris(options, { timeout: 5_000 });
  const page: CheckoutPagePaymentResponse = await kgiton.partnerPayment.generateCheckoutPage(options);
  const { data, status, requestId } = await kgiton.partnerPayment
    .generate({
      transaction_id: order.id,
      amount: order.total,
      license_key: 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
      payment_type: PartnerPaymentType.QRIS,
    })
    .withResponse();
  const content: string = data.qris.qr_content;
  // @ts-expect-error camelCase is of the SDK's own methods; this is the request of the contract
  kgiton.partnerPayment.generate({ transactionId: order.id, payment_type: 'QRIS' });
  // @ts-expect-error an amount is a number
  kgiton.partnerPayment.generateQris({ ...options, amount: '50000' });
  // @ts-expect-error a QRIS code has no page
  data.payment_url.toUpperCase();
  return [qris.qr_content, page.payment_url, content, status.toFixed(), requestId?.trim()].join();
}

export function adviceFor(error: unknown): string {
  if (error instanceof TimeoutError) return error.outcomeUnknown ? 'ask again' : error.message;
  if (error instanceof InsufficientTokensError) {
    const only: 'INSUFFICIENT_TOKENS' = error.code;
    return only;
  }
  if (!(error instanceof KGiTONError)) throw error;
  switch (error.code) {
    case ErrorCode.VALIDATION_ERROR:
    case 'INVALID_AMOUNT':
      return error.errors?.map(({ path, message }) => `${path}: ${message}`).join() ?? '';
    case 'UNEXPECTED_RESPONSE':
      return `wait ${error.retryAfter?.toFixed()} s`;
    // A code that a newer server has, and this version does not know.
    case 'MERCHANT_SUSPENDED':
      return '';
    default: {
      const known: readonly KGiTONErrorCode[] = ['NETWORK_ERROR', 'GATEWAY_ERROR'];
      return known.find((code) => code === error.code) ?? error.code;
    }
  }
}

export const handleWebhook: (request: Request) => Promise<Response> = createWebhookHandler({
  secret: ['whsec_old', 'whsec_new'],
  onPaymentSuccess(event: PaymentSuccessEvent) {
    const amount: number = event.amount;
    return amount;
  },
});

export function receive(body: Uint8Array, headers: Headers): string {
  const signature: string = sign(JSON.stringify(createTestEvent({ amount: 1 })), 'whsec_new');
  // verifyWebhook is synchronous: a promise here would always be truthy.
  const isGenuine: boolean = verifyWebhook(body, headers.get('x-kgiton-signature'), 'whsec_new');
  try {
    return isGenuine ? unwrap(body, headers, 'whsec_new').payment_id : signature;
  } catch (error) {
    return error instanceof WebhookSignatureError ? error.reason : 'other';
  }
}
