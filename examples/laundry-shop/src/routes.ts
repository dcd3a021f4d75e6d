import { KGiTONError, PartnerPaymentType } from '@kgiton/sdk';
import { type Request, type Response, Router } from 'express';
import { type ChecksOptions, checkPayments, checkPaymentsForPage, openAttempts } from './check-payments.js';
import { describeError, explainToCustomer } from './describe-error.js';
import { readOrderForm } from './order-form.js';
import type { Attempt, Order } from './orders.js';
import { renderNewOrderPage } from './pages/new-order-page.js';
import { renderOrderPage } from './pages/order-page.js';
import { type PaymentsOptions, startPayment, stateOf } from './payments.js';
import { sendPage } from './send-page.js';

export type RoutesOptions = PaymentsOptions & ChecksOptions;

const CANNOT_PAY =
  'Maaf, kami belum bisa memastikan apakah pembayaran sebelumnya sudah masuk. Jangan bayar lagi dulu. Silakan coba lagi sebentar lagi.';
const CANNOT_CANCEL =
  'Maaf, kami belum bisa memastikan apakah pesanan ini sudah dibayar. Pesanan belum dibatalkan. Silakan coba lagi sebentar lagi.';

/** The routes that customers use. */
export function orderRoutes(options: RoutesOptions): Router {
  const { orders, now, log } = options;
  const router = Router();

  router.get('/', (_request, response) => sendPage(response, renderNewOrderPage()));

  router.post('/orders', async (request, response) => {
    const form = readOrderForm(request.body ?? {});
    if (!form.order) return sendPage(response.status(400), renderNewOrderPage(form));
    const order = await orders.create(form.order);
    response.redirect(303, `/orders/${order.id}`);
  });

  router.get('/orders/:id', async (request, response, next) => {
    const order = await orders.find(request.params.id);
    if (!order) return next();
    sendOrderPage(response, await checkPaymentsForPage(order, options));
  });

  // Polled by the script of the order page.
  router.get('/orders/:id/status', async (request, response, next) => {
    const order = await orders.find(request.params.id);
    if (!order) return next();
    const state = stateOf(await checkPaymentsForPage(order, options), now());
    response.set('cache-control', 'no-store').json({ state });
  });

  router.post('/orders/:id/pay', async (request: Request<{ id: string }>, response, next) => {
    const found = await orders.find(request.params.id);
    if (!found) return next();
    const orderPage = `/orders/${found.id}`;
    const state = (order: Order) => stateOf(order, now());
    // A tab that was opened earlier may still show the form: a paid, disputed or cancelled order is never paid again.
    const isOver = (order: Order) => ['paid', 'disputed', 'cancelled'].includes(state(order));
    if (isOver(found)) return response.redirect(303, orderPage);
    // Before the customer pays a second time, the shop makes sure that nobody has paid the first, or still can.
    const mayPay = ({ payment }: Attempt) => payment !== undefined;
    const isAgain = openAttempts(found).some(mayPay) && state(found) !== 'waiting';
    const order = isAgain ? await checkPayments(found, options) : found;
    if (order && isOver(order)) return response.redirect(303, orderPage);
    if (!order || (isAgain && openAttempts(order).some(mayPay))) {
      return sendOrderPage(response.status(503), found, CANNOT_PAY);
    }
    const { QRIS, CHECKOUT_PAGE } = PartnerPaymentType;
    try {
      const payment = await startPayment(order, request.body?.method === QRIS ? QRIS : CHECKOUT_PAGE, options);
      response.redirect(303, payment?.payment_url ?? orderPage);
    } catch (error) {
      if (!(error instanceof KGiTONError)) throw error;
      log(`payment for ${order.id}: ${describeError(error)}`);
      sendOrderPage(response.status(503), order, explainToCustomer(error));
    }
  });

  router.post('/orders/:id/cancel', async (request: Request<{ id: string }>, response, next) => {
    const order = await orders.find(request.params.id);
    if (!order) return next();
    // If it turns out paid, it stays so: the store cancels no paid order.
    const checked = await checkPayments(order, options);
    if (!checked) return sendOrderPage(response.status(503), (await orders.find(order.id)) ?? order, CANNOT_CANCEL);
    await orders.cancel(order.id);
    response.redirect(303, `/orders/${order.id}`);
  });

  function sendOrderPage(response: Response, order: Order, problem?: string): void {
    const payment = order.attempts.at(-1)?.payment;
    const page = renderOrderPage({ order, payment, state: stateOf(order, now()), problem });
    sendPage(response, page, payment?.qris?.qr_image_url);
  }

  return router;
}
