import { qrSvg } from '../payments/qr-image.js';
import { type Html, html, isolated, trusted } from '../server/markup/html.js';
import { webUrl } from '../server/markup/web-url.js';
import type { Texts } from './texts.js';
import { formatUtc, formatWib } from './time.js';
import type { CheckoutView, Language } from './view.js';

/** How long a customer reads that the payment succeeded before the page leads back, in seconds. */
export const REDIRECT_SECONDS = 5;

const tick = trusted(
  '<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.5 4.5L19 7.5"/></svg>',
);
const clock = trusted(
  '<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/></svg>',
);

/** What the customer can do now: pay, or go back. */
export function renderPayment(view: CheckoutView, texts: Texts, language: Language): Html {
  return html`<section class="card payment" id="payment" data-state="${view.state}">
${
  view.state === 'pending'
    ? renderPending(view, texts, language)
    : view.state === 'paid'
      ? renderPaid(view, texts)
      : renderExpired(view, texts)
}
</section>`;
}

/** The address of a page of this payment that goes on in the same language. */
export function inLanguage(path: string, language: Language): string {
  return `${path}?lang=${language}`;
}

// What `data-until-expiry` marks, the script hides at the end of the countdown; the template is what it shows instead.
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

// Without a script nobody could stop the redirect, so there it is a plain one; with a script it has a button to stop it.
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

function renderWayBack(view: CheckoutView, texts: Texts): Html | undefined {
  const backUrl = webUrl(view.backUrl);
  return backUrl
    ? html`<a class="button" id="back" href="${backUrl}"><span>${texts.backTo} ${isolated(view.merchant)}</span></a>`
    : undefined;
}

function renderTime(time: string, texts: Texts): Html {
  return html`<time datetime="${formatUtc(time)}">${formatWib(time, texts)}</time>`;
}
