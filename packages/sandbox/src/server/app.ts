import { operationRequests } from '@kgiton/contract';
import { Hono } from 'hono';
import { type CheckoutRoutesOptions, checkoutRoutes } from '../checkout/routes.js';
import type { SandboxControl } from '../control/control.js';
import type { ErrorResponse } from '../control/generated/schemas.js';
import { CONTROL_PATH, controlRoutes } from '../control/routes.js';
import { dashboardRoutes } from '../dashboard/routes.js';
import { isToOwnName } from '../http/origins.js';
import { readRequestBody } from '../http/read-body.js';
import { errorExample } from '../payments/prefer.js';
import { qrRoutes } from '../payments/qr-image.js';
import type { PaymentRoute } from '../payments/route.js';

const { path: PATH } = operationRequests.generatePayment;

export interface AppOptions extends CheckoutRoutesOptions {
  route: PaymentRoute;
  control: SandboxControl;
  webhookSecret: string;
  /** Whether time moves only by `advance`. */
  isFrozen: boolean;
  /** Whether only this machine can reach the sandbox. */
  isPrivate: boolean;
  /** Aborts when the sandbox closes. */
  closing: AbortSignal;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** Everything that the sandbox responds to, as one web-standard application. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.all(PATH, async ({ req }) => {
    const { body, ...init } = await options.route({
      method: req.method,
      origin: new URL(req.url).origin,
      header: (name) => req.header(name),
      readBody: () => readRequestBody(req.raw),
    });
    return new Response(body, init);
  });
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
  app.notFound((context) => context.text(`Nothing is here. The API is at POST ${PATH}.`, 404));
  app.onError((error, context) => {
    options.onError(error);
    return context.json(errorExample('INTERNAL_ERROR').body as object, 500);
  });
  return app;
}
