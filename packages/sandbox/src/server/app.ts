import { Hono } from 'hono';
import { type CheckoutRoutesOptions, checkoutRoutes } from '../checkout/routes.js';
import type { Simulation } from '../control/control.js';
import type { ErrorResponse } from '../control/generated/schemas.js';
import { CONTROL_PATH, controlRoutes } from '../control/routes.js';
import { dashboardRoutes } from '../dashboard/routes.js';
import { GENERATE_PATH, type Generate } from '../payments/generate.js';
import { errorExample } from '../payments/prefer.js';
import { qrRoutes } from '../payments/qr-routes.js';
import { generateRoute } from '../payments/route.js';
import type { CrossOrigin } from './cross-origin.js';
import { isToOwnName } from './own-site.js';

export interface AppOptions extends CheckoutRoutesOptions {
  generate: Generate;
  crossOrigin: CrossOrigin;
  simulation: Simulation;
  webhookSecret: string;
  /** Whether time moves only when it is told to. */
  isFrozen: boolean;
  /** Whether nobody but this machine can reach the sandbox. */
  isPrivate: boolean;
  /** Aborts when the sandbox closes. */
  closing: AbortSignal;
  /** Told of what should not have happened. */
  onFault(error: unknown): void;
}

/** Everything that the sandbox answers, as one web-standard application. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.post(GENERATE_PATH, generateRoute(options.generate));
  app.options(GENERATE_PATH, async ({ req }, next) => options.crossOrigin.preflight(req.raw) ?? next());
  app.all(GENERATE_PATH, (context) => context.text('Send a POST request.', 405, { allow: 'POST, OPTIONS' }));
  app.use(async (context, next) => {
    if (!options.isPrivate || isToOwnName(context)) return next();
    const message = 'This is a sandbox for this machine alone: use localhost or 127.0.0.1.';
    if (!context.req.path.startsWith(CONTROL_PATH)) return context.text(message, 403);
    return context.json({ success: false, code: 'FORBIDDEN', message } satisfies ErrorResponse, 403);
  });
  app.route('/', qrRoutes(options));
  app.route('/', checkoutRoutes(options));
  app.route('/', controlRoutes(options));
  app.route('/', dashboardRoutes(options));
  app.notFound((context) => context.text(`Nothing is here. The API is at POST ${GENERATE_PATH}.`, 404));
  app.onError((error, context) => {
    options.onFault(error);
    return context.json(errorExample('INTERNAL_ERROR').body as object, 500);
  });
  return app;
}
