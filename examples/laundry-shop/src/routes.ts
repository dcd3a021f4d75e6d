import { KGiTONError, PartnerPaymentType } from '@kgiton/sdk';
import { type Request, type Response, Router } from 'express';
import { describeError, explainToCustomer } from './describe-error.js';
import { readOrderForm } from './order-form.js';
import type { Order } from './orders.js';
import { renderNewOrderPage } from './pages/new-order-page.js';
import { renderOrderPage } from './pages/order-page.js';
import { type PaymentsOptions, startPayment, stateOf } from './payments.js';
import { sendPage } from './send-page.js';

export interface RoutesOptions extends PaymentsOptions {
  log: (line: string) => void;
}

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
    sendOrderPage(response, order);
  });

  // Polled by the script of the order page.
  router.get('/orders/:id/status', async (request, response, next) => {
    const order = await orders.find(request.params.id);
    if (!order) return next();
    response.set('cache-control', 'no-store').json({ state: stateOf(order, now()) });
  });

  router.post('/orders/:id/pay', async (request: Request<{ id: string }>, response, next) => {
    const order = await orders.find(request.params.id);
    if (!order) return next();
    const orderPage = `/orders/${order.id}`;
    // A tab that was opened earlier may still show the form: a paid order is never paid again.
    if (order.paid) return response.redirect(303, orderPage);
    const { QRIS, CHECKOUT_PAGE } = PartnerPaymentType;
    try {
      const payment = await startPayment(order, request.body?.method === QRIS ? QRIS : CHECKOUT_PAGE, options);
      response.redirect(303, payment.payment_url ?? orderPage);
    } catch (error) {
      if (!(error instanceof KGiTONError)) throw error;
      log(`payment for ${order.id}: ${describeError(error)}`);
      sendOrderPage(response.status(503), order, explainToCustomer(error));
    }
  });

  function sendOrderPage(response: Response, order: Order, problem?: string): void {
    const payment = order.attempts.at(-1)?.payment;
    const page = renderOrderPage({ order, payment, state: stateOf(order, now()), problem });
    sendPage(response, page, payment?.qris?.qr_image_url);
  }

  return router;
}
