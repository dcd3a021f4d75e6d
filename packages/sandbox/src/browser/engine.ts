// The sandbox for a page of a browser: the API, the QR codes and the checkout pages, without the control API and the
// dashboard. The documentation bundles it with platform/browser.ts in the place of platform/node.ts.
import { Hono } from 'hono';
import { assemble } from '../assemble.js';
import { checkoutRoutes } from '../checkout/routes.js';
import type { Control } from '../control/control.js';
import { createLog } from '../options.js';
import { LICENSE_KEYS } from '../payments/license-keys.js';
import { qrRoutes } from '../payments/qr-image.js';
import { apiOperations } from '../server/api-operations.js';
import type { AppOptions } from '../server/app.js';
import { createMemoryStore } from '../store/memory/create-memory-store.js';
import type { Send } from '../webhooks/send.js';

export type { Control } from '../control/control.js';
export { hmac } from '../platform/node.js';
export { SandboxError } from '../sandbox-error.js';

export interface EngineOptions {
  /** Receives the webhooks, in the page. */
  receive: Send;
}

export interface Engine extends Control {
  /** Responds to a request. Rejects like the `fetch` of the platform where a fault leaves it without a response. */
  fetch(request: Request): Promise<Response>;
  /** Calls the listener after each change of a payment, a token, a webhook or a fault. */
  subscribe(listener: () => void): void;
}

export function createEngine({ receive }: EngineOptions): Engine {
  const { warn } = createLog(undefined);
  const store = createMemoryStore({ licenses: LICENSE_KEYS, warn });
  const start = { createApp: createPageApp, onReset: () => {}, reservedIds: new Set<string>() };
  const { control, app } = assemble({ fetch: receive }, store, start);
  return {
    ...control,
    fetch: async (request) => app.fetch(request),
    subscribe: (listener) => void store.changes.subscribe(listener),
  };
}

function createPageApp(options: AppOptions): Hono {
  const app = new Hono();
  app.use(apiOperations(options.route));
  app.route('/', qrRoutes(options));
  app.route('/', checkoutRoutes(options));
  app.onError((error) => {
    throw error;
  });
  return app;
}
