import { Hono } from 'hono';
import { type CheckoutRoutesOptions, checkoutRoutes } from './checkout-routes.js';
import { GENERATE_PATH, type Generate } from './generate.js';
import { generateRoute } from './generate-route.js';
import { errorExample } from './prefer.js';
import { qrRoutes } from './qr-routes.js';

export interface AppOptions extends CheckoutRoutesOptions {
  generate: Generate;
  /** Told of what should not have happened. */
  onFault(error: unknown): void;
}

/** Everything that the sandbox answers, as one web-standard application. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.post(GENERATE_PATH, generateRoute(options.generate));
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
