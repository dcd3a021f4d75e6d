import { MAXIMUM_AMOUNTS } from '@kgiton/contract';
import { type Context, Hono } from 'hono';
import type { Clocks } from '../clock/clocks.js';
import type { Origins } from '../http/origins.js';
import type { Language } from '../pages/language.js';
import { type PageEnv, pageHeaders } from '../pages/page.js';
import { type Payment, stateOf, timestamp } from '../payments/payment.js';
import type { QrRoutesOptions } from '../payments/qr-image.js';
import { qrisContent, SANDBOX_MERCHANT } from '../payments/qris.js';
import { type CheckoutView, renderCheckoutPage, renderNoCheckoutPage } from './page.js';

export interface CheckoutRoutesOptions extends QrRoutesOptions {
  clocks: Clocks;
  origins: Origins;
  /** Pays a payment, as the customer would. */
  pay(payment: Payment): Promise<unknown>;
}

const FROM_ELSEWHERE = 'This form was sent by another site, so nothing was paid.';
const NOT_FOUND = 'There is no checkout page with this id.';

/**
 * Browsers apply `form-action` to redirects too: the form is redirected to this origin, never to `back_url`. The page
 * itself has a looser referrer policy, so that its form is sent with an origin.
 */
export const checkoutHeaders = pageHeaders({ images: ['data:'], referrerPolicy: 'no-referrer' });

/** The page that `payment_url` points to. */
export function checkoutRoutes({ clocks, origins, findPayment, pay }: CheckoutRoutesOptions): Hono<PageEnv> {
  const app = new Hono<PageEnv>();

  app.get('/pay/:id', checkoutHeaders, async (context) => {
    const payment = await findCheckout(context);
    const language: Language = context.req.query('lang') === 'en' ? 'en' : 'id';
    const options = { language, nonce: context.get('secureHeadersNonce') };
    const headers = { 'cache-control': 'no-store' };
    if (!payment) return context.html(renderNoCheckoutPage(context.req.path, options), 404, headers);
    const view = viewOf(payment, await clocks.now(payment.apiKey));
    return context.html(renderCheckoutPage(view, options), 200, headers);
  });

  app.post('/pay/:id/pay', async (context) => {
    const payment = await findCheckout(context);
    if (!payment) return context.text(NOT_FOUND, 404);
    if (!origins.isFromOwnSite(context)) return context.text(FROM_ELSEWHERE, 403);
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
    description: request.description,
    customerName: request.customer_name,
    items: request.items ?? [],
    expiresAt: timestamp(expiresAt),
    // With milliseconds: the countdown is set anew every few seconds and must not jump.
    now: new Date(now).toISOString(),
    state: stateOf(payment, now),
    backUrl: request.back_url,
    qrContent:
      request.amount <= MAXIMUM_AMOUNTS.QRIS
        ? qrisContent({ amount: request.amount, reference: paymentId })
        : undefined,
    actions: { pay: `/pay/${paymentId}/pay`, self: `/pay/${paymentId}` },
  };
}
