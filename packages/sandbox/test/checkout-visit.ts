import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../../test/support/chromium.js';
import { serve } from '../../../test/support/http-server.js';
import { type CheckoutView, renderCheckoutPage } from '../src/checkout/page.js';
import { checkoutHeaders } from '../src/checkout/routes.js';
import type { Language } from '../src/pages/language.js';
import type { PageEnv } from '../src/pages/page.js';

export const qrContent = 'A QRIS code is about this long. '.repeat(7);
export const languages: Language[] = ['id', 'en'];
export const states: CheckoutView['state'][] = ['pending', 'paid', 'expired', 'failed'];
export const schemes = ['light', 'dark'] as const;

export const pending: CheckoutView = {
  paymentId: 'pay_8fK2mQ0xV7aB',
  transactionId: 'TRX-20261123-0001',
  merchant: 'Laundry Bersih Wangi',
  amount: 150_000,
  description: 'Laundry kiloan dan setrika',
  customerName: 'Budi Santoso',
  items: [
    { name: 'Laundry 5kg', price: 100_000, quantity: 1 },
    { name: 'Setrika ekspres', price: 25_000, quantity: 2 },
  ],
  expiresAt: '2026-11-23T14:50:00Z',
  now: '2026-11-23T14:20:00Z',
  state: 'pending',
  backUrl: 'https://shop.example/orders/1',
  qrContent,
  actions: { pay: '/checkout/pay_8fK2mQ0xV7aB/pay', self: '/checkout/pay_8fK2mQ0xV7aB' },
};

/** A checkout page that is open. */
export interface Visit extends AsyncDisposable {
  page: Page;
  /** Errors, warnings and violations of the content security policy. */
  problems: string[];
  /** Requests for anything but the sandbox. */
  elsewhere: string[];
  /** The words on the page, with plain spaces. */
  words(selector?: string): Promise<string>;
}

export type VisitOptions = BrowserContextOptions & { language?: Language; time?: string };

export interface Checkout extends AsyncDisposable {
  /** Where the pages are, without a slash at its end. */
  url: string;
  /** The requests of the pages, as method and address. Empty it to look at what comes next. */
  requests: string[];
  /** Opens the page of a payment like {@link pending}, with the given differences. */
  visit(given?: Partial<CheckoutView>, options?: VisitOptions): Promise<Visit>;
  /** Reads a page with Chromium's own parser of HTML, without opening it. */
  parse(given: Partial<CheckoutView>): ReturnType<typeof parseIn>;
}

/** Serves checkout pages to a browser. */
export async function startCheckout(): Promise<Checkout> {
  const browser: Browser = await launchChromium();
  const requests: string[] = [];
  let shown = pending;
  const app = new Hono<PageEnv>();
  app.use(async ({ req }, next) => {
    requests.push(`${req.method} ${req.url.slice(new URL(req.url).origin.length)}`);
    await next();
  });
  app.post(pending.actions.pay, (context) => {
    shown = { ...shown, state: 'paid' };
    return context.redirect(`${shown.actions.self}${new URL(context.req.url).search}`, 303);
  });
  app.get(pending.actions.self, checkoutHeaders, (context) => {
    const language = context.req.query('lang') === 'en' ? 'en' : 'id';
    return context.html(renderCheckoutPage(shown, { language, nonce: context.get('secureHeadersNonce') }));
  });
  const server = await serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  let parser: Page | undefined;

  async function visit(
    given: Partial<CheckoutView> = {},
    { language, time, ...options }: VisitOptions = {},
  ): Promise<Visit> {
    shown = { ...pending, ...given };
    const context = await browser.newContext(options);
    context.setDefaultTimeout(10_000);
    const problems: string[] = [];
    const elsewhere: string[] = [];
    context.on('weberror', (error) => problems.push(String(error.error())));
    context.on('console', (message) => problems.push(message.text()));
    context.on('dialog', (dialog) => problems.push(`dialog: ${dialog.message()}`));
    await context.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => {
      elsewhere.push(route.request().url());
      return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>The shop</title>' });
    });
    if (time) {
      await context.clock.install({ time });
      await context.clock.pauseAt(Date.parse(time) + 60_000);
    }
    const page = await context.newPage();
    await page.goto(`${server.url}${shown.actions.self}${language ? `?lang=${language}` : ''}`);
    return {
      page,
      problems,
      elsewhere,
      words: async (selector = 'body') => (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' '),
      [Symbol.asyncDispose]: () => context.close(),
    };
  }

  return {
    url: server.url,
    requests,
    visit,
    async parse(given) {
      parser ??= await browser.newPage();
      return parseIn(parser, given);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function parseIn(parser: Page, given: Partial<CheckoutView>) {
  const markup = renderCheckoutPage({ ...pending, ...given }, { language: 'id', nonce: 'bm9uY2UgZm9yIHRlc3Rz' });
  // As bytes, because that is what a browser gets: a lone surrogate would survive in a string.
  const base64 = Buffer.from(markup, 'utf8').toString('base64');
  return parser.evaluate((encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const parsed = new DOMParser().parseFromString(new TextDecoder().decode(bytes), 'text/html');
    const texts = (selector: string) => [...parsed.querySelectorAll(selector)].map((one) => one.textContent);
    const attributes = (selector: string, name: string) =>
      [...parsed.querySelectorAll(selector)].map((one) => one.getAttribute(name));
    return {
      merchant: parsed.querySelector('h1 bdi')?.textContent,
      names: texts('.items .name bdi'),
      facts: texts('dd bdi'),
      links: attributes('a', 'href'),
      refresh: attributes('meta[http-equiv]', 'content'),
      unexpected: texts('bdi *, title *, script:not([nonce]), img, iframe, main > :not(section), body > div'),
    };
  }, base64);
}
