import { operationRequests } from '@kgiton/contract';
import { Hono } from 'hono';
import { type CheckoutRoutesOptions, checkoutRoutes } from '../checkout/routes.js';
import type { ErrorResponse } from '../control/generated/schemas.js';
import type { ControlSurroundings } from '../control/operations.js';
import { CONTROL_PATH, controlRoutes, operationOf } from '../control/routes.js';
import { dashboardRoutes } from '../dashboard/routes.js';
import type { Hosted } from '../hosted/hosted.js';
import { failure } from '../payments/outcome.js';
import { qrRoutes } from '../payments/qr-image.js';
import type { PaymentRoute } from '../payments/route.js';
import { apiOperations, ConnectionCut } from './api-operations.js';

const API = Object.values(operationRequests)
  .map(({ method, path }) => `${method} ${path}`)
  .join(' and ');

export interface AppOptions extends CheckoutRoutesOptions, ControlSurroundings {
  route: PaymentRoute;
  /** What each request to the control API may use; without it, everybody may use everything. */
  authorize?: Hosted['authorize'] | undefined;
  /** Shows each browser one account; without it, everybody sees all of them. */
  gate?: Hosted['gate'] | undefined;
  webhookSecret: string;
  docsUrl: string;
  /** Whether time moves only by `advance`. */
  isFrozen: boolean;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** Everything that the sandbox responds to, as one web-standard application. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.use(apiOperations(options.route));
  app.use((context, next) =>
    options.metrics.track(
      next(),
      () => operationOf(context) ?? 'other',
      () => context.res.status,
    ),
  );
  app.use(async ({ req }, next) => {
    const methods = methodsAt(app, req.path);
    if (methods.length === 0 || methods.includes(req.method)) return next();
    return wrongMethod(req.path, methods);
  });
  app.route('/', qrRoutes(options));
  app.route('/', checkoutRoutes(options));
  app.route('/', controlRoutes(options));
  if (options.gate) app.route('/', options.gate.routes);
  app.route('/', dashboardRoutes(options));
  app.notFound((context) => context.text(`Nothing is here. The API is at ${API}.`, 404));
  app.onError((error, context) => {
    // Rejects, as the fetch of a platform does.
    if (error instanceof ConnectionCut || error === context.req.raw.signal.reason) throw error;
    options.onError(error);
    const { status, body } = failure(error);
    return new Response(body, { status, headers: { 'content-type': 'application/json' } });
  });
  return app;
}

/** Those that routes of the sandbox are for. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods of the routes at a path. What is for all methods is middleware. */
function methodsAt({ router }: Hono, path: string): string[] {
  const methods = METHODS.filter((method) =>
    router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  return methods.flatMap((method) => (method === 'GET' ? [method, 'HEAD'] : [method]));
}

function wrongMethod(path: string, methods: readonly string[]): Response {
  const message = `Send a ${methods.join(' or ')} request.`;
  const init = { status: 405, headers: { allow: methods.join(', ') } };
  if (!path.startsWith(CONTROL_PATH)) return new Response(message, init);
  return Response.json({ success: false, code: 'INVALID_REQUEST', message } satisfies ErrorResponse, init);
}
