import { randomBytes } from 'node:crypto';
import { MAXIMUM_AMOUNTS } from '@kgiton/contract';
import { type Context, Hono } from 'hono';
import type { Clocks } from '../clock/clocks.js';
import { type Payment, stateOf, timestamp } from '../payments/payment.js';
import type { QrRoutesOptions } from '../payments/qr-image.js';
import { qrisContent, SANDBOX_MERCHANT } from '../payments/qris.js';
import { type CheckoutView, checkoutContentSecurityPolicy, type Language, renderCheckoutPage } from './index.js';

export interface CheckoutRoutesOptions extends QrRoutesOptions {
  clocks: Clocks;
  /** Pays a payment, as its customer would. */
  pay(payment: Payment): Promise<unknown>;
}

/** The page that `payment_url` points to. */
export function checkoutRoutes({ clocks, findPayment, pay }: CheckoutRoutesOptions): Hono {
  const app = new Hono();

  app.get('/pay/:id', async (context) => {
    const payment = await findCheckout(context);
    if (!payment) return context.text('There is no checkout page of this id.', 404);
    const nonce = randomBytes(16).toString('base64');
    const language: Language = context.req.query('lang') === 'en' ? 'en' : 'id';
    return context.html(renderCheckoutPage(viewOf(payment, clocks.now(payment.apiKey)), { language, nonce }), 200, {
      'content-security-policy': checkoutContentSecurityPolicy(nonce),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  app.post('/pay/:id/pay', async (context) => {
    const payment = await findCheckout(context);
    if (!payment) return context.text('There is no checkout page of this id.', 404);
    await pay(payment);
    const language = context.req.query('lang') === 'en' ? '?lang=en' : '';
    return context.redirect(`/pay/${payment.paymentId}${language}`, 303);
  });

  async function findCheckout(context: Context): Promise<Payment | undefined> {
    const payment = await findPayment(context.req.param('id') ?? '');
    return payment?.request.payment_type === 'CHECKOUT_PAGE' ? payment : undefined;
  }

  return app;
}

function viewOf(payment: Payment, now: number): CheckoutView {
  const { paymentId, request, expiresAt } = payment;
  return {
    paymentId,
    transactionId: request.transaction_id,
    merchant: SANDBOX_MERCHANT.name,
    amount: request.amount,
    ...(request.description !== undefined && { description: request.description }),
    ...(request.customer_name !== undefined && { customerName: request.customer_name }),
    items: request.items ?? [],
    expiresAt: timestamp(expiresAt),
    // With its fractions: a countdown that starts anew every few seconds is not to jump.
    now: new Date(now).toISOString(),
    state: stateOf(payment, now),
    ...(request.back_url !== undefined && { backUrl: request.back_url }),
    ...(request.amount <= MAXIMUM_AMOUNTS.QRIS && {
      qrContent: qrisContent({ amount: request.amount, reference: paymentId }),
    }),
    actions: { pay: `/pay/${paymentId}/pay`, self: `/pay/${paymentId}` },
  };
}
