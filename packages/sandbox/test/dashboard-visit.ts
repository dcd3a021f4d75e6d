import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../../test/docs/chromium.js';
import { dashboardRoutes } from '../src/http/dashboard-routes.js';
import { qrSvg } from '../src/qris/qr-image.js';
import { createHandMadeSimulation, type HandMadeSimulation, type World } from './dashboard-simulation.js';

/** A dashboard that listens. */
export interface ServedDashboard extends AsyncDisposable {
  simulation: HandMadeSimulation;
  /** Where it is, without a slash at its end. */
  url: string;
  port: number;
  /** Stops it before its time. */
  stop(): Promise<void>;
}

/** Serves the dashboard of a simulation that is made by hand. */
export async function serveDashboard(given: Partial<World> = {}, port = 0): Promise<ServedDashboard> {
  const simulation = createHandMadeSimulation(given);
  const app = dashboardRoutes({
    simulation,
    webhookSecret: 'whsec_test_kgiton',
    isFrozen: false,
    closing: new AbortController().signal,
  });
  app.get('/qr/:file', (context) =>
    context.body(qrSvg(`content of ${context.req.param('file')}`, 'QRIS'), 200, { 'content-type': 'image/svg+xml' }),
  );
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  let stopping: Promise<unknown> | undefined;
  async function stop(): Promise<void> {
    if (!stopping) {
      stopping = once(server, 'close');
      server.close();
      server.closeAllConnections();
    }
    await stopping;
  }
  return {
    simulation,
    stop,
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    [Symbol.asyncDispose]: stop,
  };
}

/** A page of the dashboard that is open. */
export interface DashboardVisit extends ServedDashboard {
  page: Page;
  /** Errors, warnings, refusals of the content security policy, dialogs, and requests for anything elsewhere. */
  problems: string[];
}

export type DashboardVisitOptions = BrowserContextOptions & { path?: string };

/** A browser that visits dashboards, each of a simulation of its own. */
export interface DashboardBrowser extends AsyncDisposable {
  visit(given?: Partial<World>, options?: DashboardVisitOptions): Promise<DashboardVisit>;
}

export async function launchDashboardBrowser(): Promise<DashboardBrowser> {
  const browser: Browser = await launchChromium();
  return {
    async visit(given = {}, { path = '/', ...options } = {}) {
      const served = await serveDashboard(given);
      const context = await browser.newContext(options);
      context.setDefaultTimeout(10_000);
      const problems: string[] = [];
      context.on('weberror', (error) => problems.push(String(error.error())));
      context.on('console', (message) => problems.push(message.text()));
      context.on('request', (request) => {
        if (!request.url().startsWith(served.url) && !request.url().startsWith('data:')) problems.push(request.url());
      });
      const page = await context.newPage();
      await page.goto(`${served.url}${path}`);
      return {
        ...served,
        page,
        problems,
        async [Symbol.asyncDispose]() {
          await context.close();
          await served.stop();
        },
      };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
