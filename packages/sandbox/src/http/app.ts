import { Hono } from 'hono';
import { type CheckoutRoutesOptions, checkoutRoutes } from './checkout-routes.js';
import { type GenerateRouteOptions, generateRoute } from './generate-route.js';
import { errorExample } from './prefer.js';
import { qrRoutes } from './qr-routes.js';

/** The path of the contract's operation. */
export const GENERATE_PATH = '/api/partner/payment/generate';

export interface AppOptions extends GenerateRouteOptions, CheckoutRoutesOptions {
  /** Told of what should not have happened. */
  onFault(error: unknown): void;
}

/** Everything that the sandbox answers, as one web-standard application. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.post(GENERATE_PATH, generateRoute(options));
  app.all(GENERATE_PATH, (context) => context.text('Send a POST request.', 405, { allow: 'POST' }));
  app.route('/', qrRoutes(options));
  app.route('/', checkoutRoutes(options));
  app.notFound((context) => context.text(`Nothing is here. The API is at POST ${GENERATE_PATH}.`, 404));
  app.onError((error, context) => {
    options.onFault(error);
    return context.json(errorExample('INTERNAL_ERROR').body as object, 500);
  });
  return app;
}
