import { fileURLToPath } from 'node:url';
import type { KGiTON } from '@kgiton/sdk';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { describeError } from './describe-error.js';
import type { OrderStore } from './orders.js';
import { renderMessagePage } from './pages/layout.js';
import { orderRoutes } from './routes.js';
import { sendPage } from './send-page.js';
import { createPaymentWebhook } from './webhook.js';

export interface AppOptions {
  kgiton: KGiTON;
  orders: OrderStore;
  webhookSecret: string;
  licenseKey: string;
  /** The URL at which customers and KGiTON reach the shop, without a trailing slash. */
  publicUrl: string;
  /** @default Date.now */
  now?: () => number;
  /**
   * Logs a line for the shop owner.
   * @default console.error
   */
  log?: (line: string) => void;
  /**
   * Prints a receipt for the customer, once for each order.
   * @default console.log
   */
  printReceipt?: (receipt: string) => void;
}

/** Creates the shop's app. It holds no state and does not listen, so tests can create as many as they need. */
export function createApp({
  now = Date.now,
  log = console.error,
  printReceipt = console.log,
  ...given
}: AppOptions): Express {
  const options = { ...given, now, log, printReceipt };
  const app = express();
  app.disable('x-powered-by');

  // Must come before any body parser: the signature covers the raw body, which the SDK reads itself.
  app.post('/webhook/payment', createPaymentWebhook(options).node);

  app.use(express.static(fileURLToPath(new URL('../public', import.meta.url))));
  app.use(express.urlencoded({ extended: false, limit: '10kb' }));
  app.use(orderRoutes(options));

  app.use((_request, response) => {
    sendPage(response.status(404), renderMessagePage('Tidak ditemukan', 'Halaman atau pesanan ini tidak ada.'));
  });
  // Express recognises an error handler by its four parameters.
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) log(describeError(error));
    sendPage(response.status(status), renderMessagePage('Ada kesalahan', 'Maaf, ada kesalahan. Silakan coba lagi.'));
  };
  app.use(onError);
  return app;
}
