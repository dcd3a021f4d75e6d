import { fileURLToPath } from 'node:url';
import type { KGiTON } from '@kgiton/sdk';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { describeError } from './describe-error.js';
import type { OrderStore } from './orders.js';
import { renderMessagePage } from './pages/message-page.js';
import { orderRoutes } from './routes.js';
import { sendPage } from './send-page.js';
import { createPaymentWebhook } from './webhook.js';

export interface AppOptions {
  kgiton: KGiTON;
  orders: OrderStore;
  webhookSecret: string;
  licenseKey: string;
  /** Where customers and KGiTON reach the shop, without a slash at its end. */
  publicUrl: string;
  /** @default Date.now */
  now?: () => number;
  /**
   * Writes a line for the owner of the shop.
   * @default console.error
   */
  log?: (line: string) => void;
}

/** The whole shop. It holds no state of its own and listens nowhere, so a test can make as many as it likes. */
export function createApp({ now = Date.now, log = console.error, ...options }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');

  // Before anything that parses bodies: the signature covers the raw body, which the SDK reads itself.
  app.post('/webhook/payment', createPaymentWebhook({ ...options, log }).node);

  app.use(express.static(fileURLToPath(new URL('../public', import.meta.url))));
  app.use(express.urlencoded({ extended: false, limit: '10kb' }));
  app.use(orderRoutes({ ...options, now, log }));

  app.use((_request, response) => {
    sendPage(response.status(404), renderMessagePage('Tidak ditemukan', 'Halaman atau pesanan ini tidak ada.'));
  });
  // Express tells a handler of errors by its four parameters.
  const onError: ErrorRequestHandler = (error, _request, response, _next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) log(describeError(error));
    sendPage(response.status(status), renderMessagePage('Ada kesalahan', 'Maaf, ada kesalahan. Silakan coba lagi.'));
  };
  app.use(onError);
  return app;
}
