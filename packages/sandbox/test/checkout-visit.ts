import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { serve } from '../../../test/support/http-server.js';
import { launchChromium } from '../../docs/test/site/chromium.js';
import {
  type CheckoutView,
  checkoutContentSecurityPolicy,
  type Language,
  renderCheckoutPage,
} from '../src/checkout/index.js';

export const qrContent = 'A QRIS code is about this long. '.repeat(7);
const nonce = 'bm9uY2UgZm9yIHRlc3Rz';
export const languages: Language[] = ['id', 'en'];
export const states: CheckoutView['state'][] = ['pending', 'paid', 'expired'];
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

/** A page of the checkout that is open. */
export interface Visit extends AsyncDisposable {
  page: Page;
  /** Errors, warnings and refusals of the content security policy. */
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
  /** What the pages asked for: method and address. Empty it to look at what comes next. */
  requests: string[];
  /** Opens the page of a payment that is {@link pending}, but for what is given. */
  visit(given?: Partial<CheckoutView>, options?: VisitOptions): Promise<Visit>;
  /** Reads a page with Chromium's own parser of HTML, without opening it. */
  parse(given: Partial<CheckoutView>): ReturnType<typeof parseIn>;
}

/** Serves checkout pages to a browser. */
export async function startCheckout(): Promise<Checkout> {
  const browser: Browser = await launchChromium();
  const requests: string[] = [];
  let shown = pending;
  const server = await serve((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    if (request.method === 'POST' && pathname === shown.actions.pay) {
      shown = { ...shown, state: 'paid' };
      response.writeHead(303, { location: `${shown.actions.self}?${searchParams}` }).end();
    } else if (request.method === 'GET' && pathname === shown.actions.self) {
      const language = searchParams.get('lang') === 'en' ? 'en' : 'id';
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', checkoutContentSecurityPolicy(nonce));
      response.end(renderCheckoutPage(shown, { language, nonce }));
    } else {
      response.writeHead(404).end();
    }
  });
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
    if (time) await context.clock.install({ time });
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
  const markup = renderCheckoutPage({ ...pending, ...given }, { language: 'id', nonce });
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
