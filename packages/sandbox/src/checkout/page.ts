import type { PaymentState } from '../control/generated/schemas.js';
import { parseUrl } from '../http/parse-url.js';
import { formatRupiah } from '../pages/format.js';
import { type Html, html, isolated, trusted } from '../pages/html.js';
import { LANGUAGE_NAMES, type Language, otherLanguage } from '../pages/language.js';
import { renderPage } from '../pages/page.js';
import { qrSvg } from '../payments/qr-image.js';
import * as program from './generated/program.js';
import { TEXTS, type Texts } from './texts.js';

/** One line of the bill. */
export interface CheckoutItem {
  name: string;
  /** Of one unit, in whole rupiah. */
  price: number;
  quantity: number;
}

/** Everything that the checkout page shows of one payment. All texts may be hostile, except `actions`. */
export interface CheckoutView {
  paymentId: string;
  transactionId: string;
  merchant: string;
  /** Whole rupiah. */
  amount: number;
  description?: string | undefined;
  customerName?: string | undefined;
  items: readonly CheckoutItem[];
  /** RFC 3339. */
  expiresAt: string;
  /** The sandbox's clock, RFC 3339: the countdown starts from here, whatever the customer's own clock says. */
  now: string;
  state: PaymentState;
  /** Becomes a link only if it is http or https. */
  backUrl?: string | undefined;
  /** The content of the QR code; there is no code without it. */
  qrContent?: string | undefined;
  /** Paths on the page's own origin, without a query. */
  actions: {
    /** `POST` with `?lang=`: pays, and redirects to `self`. */
    pay: string;
    /** `GET` with `?lang=`: this page. */
    self: string;
  };
}

/** How long a customer reads that the payment succeeded before the redirect, in seconds. */
const REDIRECT_SECONDS = 5;

const tick = trusted(
  '<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg>',
);
const clock = trusted(
  '<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/></svg>',
);
const cross = trusted(
  '<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M7 7l10 10M17 7L7 17"/></svg>',
);

/**
 * The checkout page of one payment, which works without its script too. Serve it with `Cache-Control: no-store`, or
 * "Back" would show a state and a countdown of the past.
 */
export function renderCheckoutPage(view: CheckoutView, options: { language: Language; nonce?: string }): string {
  const { language, nonce } = options;
  const texts = TEXTS[language];
  const head = html`<meta name="referrer" content="same-origin">
${renderPlainRedirect(view)}`;
  return renderPage(
    { language, title: titleOf(view, texts), head, program, nonce },
    html`<header>
<p class="sandbox">${texts.sandbox}</p>
<div class="top"><span class="brand" translate="no">KGiTON</span>${renderSwitch(view, language)}</div>
</header>
<main>
${renderBill(view, texts)}
${renderPayment(view, texts, language)}
${renderDetails(view, texts)}
</main>`,
  );
}

// A title has no <bdi>: U+2068 and U+2069 isolate the name instead.
function titleOf({ state, merchant, amount }: CheckoutView, texts: Texts): string {
  const what = { pending: formatRupiah(amount), paid: texts.paid, expired: texts.expired, failed: texts.failed }[state];
  return `${what} · \u2068${merchant}\u2069`;
}

/** The page for an address without a payment, which leads to the payments that there are. @param self its own path */
export function renderNoCheckoutPage(self: string, options: { language: Language; nonce?: string }): string {
  const { language, nonce } = options;
  const texts = TEXTS[language];
  return renderPage(
    { language, title: texts.missing, program, nonce },
    html`<header>
<p class="sandbox">${texts.sandbox}</p>
<div class="top"><span class="brand" translate="no">KGiTON</span>${renderSwitch({ actions: { self } }, language)}</div>
</header>
<main>
<section class="card payment">
<div class="notice">
${cross}
<h1>${texts.missing}</h1>
<p>${texts.missingExplanation}</p>
</div>
<p><a class="button" href="/">${texts.toPayments}</a></p>
</section>
</main>`,
  );
}

function renderSwitch({ actions }: { actions: Pick<CheckoutView['actions'], 'self'> }, language: Language): Html {
  const other = otherLanguage(language);
  return html`<a id="language" href="${inLanguage(actions.self, other)}" hreflang="${other}" lang="${other}">${LANGUAGE_NAMES[other]}</a>`;
}

// Only where no script runs: a reader must be able to stop a redirect (WCAG 2.2.1), and the script has a button for that.
function renderPlainRedirect({ state, backUrl }: CheckoutView): Html | undefined {
  const address = webUrl(backUrl);
  if (state !== 'paid' || !address) return undefined;
  return html`<noscript><meta http-equiv="refresh" content="${REDIRECT_SECONDS};url=${address}"></noscript>`;
}

/** Who is paid, and how much. */
function renderBill(view: CheckoutView, texts: Texts): Html {
  return html`<section class="bill">
<h1><span class="label">${texts.paymentTo}</span> ${isolated(view.merchant)}</h1>
<p class="total"><span class="label">${texts.total}</span> <strong id="total">${formatRupiah(view.amount)}</strong></p>
</section>`;
}

/** What the customer can do now: pay, or go back. */
function renderPayment(view: CheckoutView, texts: Texts, language: Language): Html {
  const render = { pending: renderPending, paid: renderPaid, expired: renderExpired, failed: renderFailed }[view.state];
  return html`<section class="card payment" id="payment" data-state="${view.state}">
${render(view, texts, language)}
</section>`;
}

// The script hides what has `data-until-expiry` at the end of the countdown, and shows the template instead.
function renderPending(view: CheckoutView, texts: Texts, language: Language): Html {
  const backUrl = webUrl(view.backUrl);
  const left = Date.parse(view.expiresAt) - Date.parse(view.now);
  return html`<div role="status" id="notice"></div>
<template id="expired">${renderExpired(view, texts)}</template>
<div class="expiry" data-until-expiry>
<p class="countdown" id="countdown" data-milliseconds="${left}" hidden><span class="label">${texts.timeLeft}</span> <strong role="timer"></strong></p>
<p class="deadline">${texts.payBefore} ${renderTime(view.expiresAt, texts)}</p>
</div>
<form method="post" action="${inLanguage(view.actions.pay, language)}"><button class="button" id="pay">${texts.payNow}</button></form>
${view.qrContent === undefined ? undefined : renderQrCode(view.qrContent, texts)}
<ul class="ways" data-until-expiry>
<li><a href="${inLanguage(view.actions.self, language)}">${texts.checkStatus}</a></li>
${backUrl && html`<li><a href="${backUrl}" id="cancel">${texts.cancel}</a></li>`}
</ul>`;
}

function renderQrCode(content: string, texts: Texts): Html {
  return html`<figure data-until-expiry>
<figcaption>${texts.scan}</figcaption>
<div class="qr">${trusted(qrSvg(content, texts.qrCode))}</div>
</figure>`;
}

function renderPaid(view: CheckoutView, texts: Texts): Html {
  return html`<div class="notice success">
${tick}
<h2>${texts.paid}</h2>
<p>${texts.paidExplanation}</p>
</div>
${renderWayBack(view, texts)}
${
  webUrl(view.backUrl) &&
  html`<p class="redirect" id="redirect" role="status" data-seconds="${REDIRECT_SECONDS}" data-staying="${texts.staying}">${texts.redirecting(REDIRECT_SECONDS)}</p>
<button class="button quiet" id="stay" type="button" hidden>${texts.stay}</button>`
}`;
}

function renderExpired(view: CheckoutView, texts: Texts): Html {
  return html`<div class="notice">
${clock}
<h2>${texts.expired}</h2>
<p>${texts.expiredAt} ${renderTime(view.expiresAt, texts)}.</p>
<p>${texts.expiredExplanation}</p>
</div>
${renderWayBack(view, texts)}`;
}

function renderFailed(view: CheckoutView, texts: Texts): Html {
  return html`<div class="notice">
${cross}
<h2>${texts.failed}</h2>
<p>${texts.failedExplanation}</p>
</div>
${renderWayBack(view, texts)}`;
}

function renderWayBack(view: CheckoutView, texts: Texts): Html | undefined {
  const backUrl = webUrl(view.backUrl);
  return backUrl
    ? html`<a class="button" id="back" href="${backUrl}"><span>${texts.backTo} ${isolated(view.merchant)}</span></a>`
    : undefined;
}

/** What is paid for. */
function renderDetails(view: CheckoutView, texts: Texts): Html {
  return html`<section class="card details" aria-labelledby="details">
<h2 id="details">${texts.details}</h2>
${view.items.length > 0 ? renderItems(view, texts) : undefined}
<dl>
${renderFact(texts.description, view.description)}
${renderFact(texts.customer, view.customerName)}
${renderFact(texts.transactionId, view.transactionId)}
${renderFact(texts.paymentId, view.paymentId)}
</dl>
</section>`;
}

function renderItems(view: CheckoutView, texts: Texts): Html {
  return html`<ul class="items">
${view.items.map(renderItem)}
</ul>
<p class="sum"><span>${texts.total}</span> <strong>${formatRupiah(view.amount)}</strong></p>`;
}

function renderItem({ name, price, quantity }: CheckoutItem): Html {
  return html`<li><span class="item"><span class="name">${isolated(name)}</span>
<span class="quantity">${quantity} × ${formatRupiah(price)}</span></span>
<span class="line-total">${formatRupiah(price * quantity)}</span></li>
`;
}

function renderFact(name: string, value: string | undefined): Html | undefined {
  return value ? html`<div><dt>${name}</dt><dd>${isolated(value)}</dd></div>` : undefined;
}

function renderTime(time: string, texts: Texts): Html {
  return html`<time datetime="${new Date(time).toISOString()}">${formatWib(time, texts)}</time>`;
}

/**
 * The minute of an RFC 3339 time on a clock in Jakarta, in words: `23 November 2026 pukul 21.20 WIB`, with one
 * place to break a line, after the date.
 */
export function formatWib(time: string, { locale, dateAndTime }: Texts): string {
  const [moment, timeZone] = [new Date(time), 'Asia/Jakarta'];
  const date = moment.toLocaleDateString(locale, { dateStyle: 'long', timeZone });
  return dateAndTime(
    date.replaceAll(' ', '\u00a0'),
    moment.toLocaleTimeString(locale, { timeStyle: 'short', timeZone }),
  );
}

/** The address of a page of this payment that goes on in the same language. */
function inLanguage(path: string, language: Language): string {
  return `${path}?lang=${language}`;
}

/** An http(s) address in its normal form, or `undefined` for everything else: `javascript:`, `data:`, a bare path. */
export function webUrl(address: string | undefined): string | undefined {
  const url = parseUrl(address ?? '');
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}
