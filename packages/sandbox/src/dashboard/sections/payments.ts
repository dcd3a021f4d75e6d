import type { PaymentState } from '../../control/generated/schemas.js';
import { FAULT_KINDS, isRequestFault } from '../../faults.js';
import { firstRequest } from '../../pages/first-request.js';
import { formatRupiah } from '../../pages/format.js';
import { type Html, html, isolated, trusted } from '../../pages/html.js';
import type { Language } from '../../pages/language.js';
import { API_KEY_PREFIX } from '../../store/store.js';
import { pageAddress } from '../addresses.js';
import {
  firstOf,
  hidden,
  namedKey,
  renderAction,
  renderChip,
  renderCode,
  renderCountdown,
  renderFacts,
  renderFolded,
  renderOwner,
  renderTime,
  shortened,
  type Tone,
} from '../parts.js';
import { TEXTS } from '../texts/texts.js';
import type { DashboardView, ShownPayment } from '../view.js';
import { faultLabel, renderFaultOptions } from './faults.js';
import { renderList } from './list.js';

const TONES: Readonly<Record<PaymentState, Tone>> = {
  pending: 'waiting',
  paid: 'good',
  expired: 'quiet',
  failed: 'bad',
};

const pageIcon = trusted(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="4" y="5" width="16" height="14" rx="2.5"/><path d="M4 10h16M8 15h4"/></svg>',
);

/** The payments, the newest first, each with what can be done with it. */
export function renderPayments(view: DashboardView, payments: readonly ShownPayment[]): Html {
  return renderList(view, {
    rows: payments.map((payment) => renderPayment(payment, view)),
    states: TEXTS[view.language].payment.states,
    empty: renderFirstSteps(view),
  });
}

function renderPayment(payment: ShownPayment, view: DashboardView): Html {
  const { paymentId, transactionId, apiKey, request, state } = payment;
  const texts = TEXTS[view.language];
  const { checkout, details, states } = texts.payment;
  return html`<li class="row payment ${state}" id="payment-${paymentId}" tabindex="-1">
${renderMedium(payment, view)}
<div class="what">
<p class="headline"><strong class="amount">${formatRupiah(request.amount)}</strong> ${renderChip(view, TONES[state], states[state], 'paymentStates')} <span class="when">${renderWhen(payment, view)}</span></p>
<div class="meta"><h3>${renderCode(transactionId)}</h3> <span>${request.payment_type === 'QRIS' ? 'QRIS' : checkout}</span> ${renderCode(paymentId)}${renderOwner(view, apiKey)}</div>
</div>
${state === 'pending' ? renderActions(payment, view) : undefined}
<div class="foot">${renderFolded(`details-${paymentId}`, details, texts.of(transactionId), renderDetails(payment, view))}${renderLinks(payment, view)}</div>
</li>
`;
}

/** Where else this payment is seen. Of transactions of the same id, each API key may have one. */
function renderLinks({ paymentId, transactionId, apiKey, request, state }: ShownPayment, view: DashboardView): Html {
  const texts = TEXTS[view.language];
  const webhook = pageAddress({ tab: 'deliveries', apiKey: view.place.apiKey, of: paymentId });
  const requests = pageAddress({ tab: 'requests', apiKey: namedKey(view, apiKey), of: transactionId });
  const target = hidden(texts.of(transactionId));
  return html`<span class="links">${state !== 'paid' || request.webhook_url === undefined ? undefined : html`<a href="${webhook}">${texts.payment.webhook} ${target}</a>`}<a href="${requests}">${texts.payment.requests} ${target}</a></span>`;
}

// What the customer gets: the QR code, which grows when it is opened, or a link to the checkout page.
function renderMedium({ paymentId, transactionId, request }: ShownPayment, { language }: DashboardView): Html {
  const { of, payment } = TEXTS[language];
  if (request.payment_type === 'QRIS') {
    return html`<details class="medium qr" id="qr-${paymentId}"><summary><img src="/qr/${paymentId}.svg" alt="${payment.qrCode} ${of(transactionId)}" width="48" height="48" loading="lazy"></summary></details>`;
  }
  return html`<a class="medium link" href="/pay/${paymentId}?lang=${language}" target="_blank" rel="noopener" title="${payment.openCheckout}">${pageIcon}${hidden(`${payment.checkout} ${of(transactionId)} ${payment.newTab}`)}</a>`;
}

function renderWhen({ state, expiresAt, paidAt, failedAt, apiKey }: ShownPayment, view: DashboardView): Html {
  const ended = paidAt ?? failedAt;
  if (ended !== undefined) return renderTime(ended, view);
  if (state === 'expired') return renderTime(expiresAt, view);
  return html`${TEXTS[view.language].payment.expires} ${renderTime(expiresAt, view)}${renderCountdown(expiresAt, apiKey)}`;
}

function renderActions(payment: ShownPayment, view: DashboardView): Html {
  const { paymentId, transactionId: target } = payment;
  const texts = TEXTS[view.language].payment;
  const address = `payments/${paymentId}`;
  return html`<div class="actions">
${renderAction(view, { address: `${address}/pay`, label: texts.pay, target, style: 'primary', fields: renderFaultChoice(payment, view) })}
<div class="ends">${renderAction(view, { address: `${address}/expire`, label: texts.expire, target })}
${renderAction(view, { address: `${address}/fail`, label: texts.fail, target })}</div>
</div>`;
}

// A webhook can be "early" only until the payment is there.
const stillPossible = FAULT_KINDS.filter((kind) => kind !== 'early');

// Each pending payment of a page offers the same.
const FAULT_OPTIONS: Readonly<Record<Language, Html[]>> = {
  id: renderFaultOptions({ language: 'id' }, stillPossible),
  en: renderFaultOptions({ language: 'en' }, stillPossible),
};

function renderFaultChoice({ paymentId, transactionId, apiKey, request }: ShownPayment, view: DashboardView): Html {
  const { of, payment } = TEXTS[view.language];
  if (request.webhook_url === undefined) return html`<span class="hint">${payment.noWebhookUrl}</span>`;
  const set = view.faults.filter((setting) => setting.apiKey === apiKey && !isRequestFault(setting.fault));
  const own = set.find(({ id }) => id === paymentId || id === transactionId);
  const setting = own ?? set.find(({ id }) => id === undefined);
  return html`<div class="choice beside"><label for="fault-${paymentId}">${payment.webhook} ${hidden(of(transactionId))}</label><select name="fault" id="fault-${paymentId}">
<option value="">${setting ? payment.faultSet(faultLabel(setting.fault, view)) : payment.noFault}</option>
${FAULT_OPTIONS[view.language]}
</select></div>`;
}

function renderDetails(payment: ShownPayment, view: DashboardView): Html {
  const { paymentId, apiKey, request, createdAt, expiresAt, paidAt, failedAt } = payment;
  const { webhook_url, back_url, description, customer_name, customer_email, customer_phone, items = [] } = request;
  const customer = [customer_name, customer_email, customer_phone].filter((text) => text !== undefined).join(', ');
  const texts = TEXTS[view.language];
  const { facts } = texts.payment;
  const { first, more } = firstOf(view, items);
  const isCut =
    more > 0 || [webhook_url, back_url, description, customer].some((text = '') => shortened(view, text) !== text);
  const shown = (text: string | undefined, render: (text: string) => Html) =>
    text ? render(shortened(view, text)) : undefined;
  return html`${renderFacts([
    [facts.created, renderTime(createdAt, view)],
    [facts.expires, renderTime(expiresAt, view)],
    [facts.paid, paidAt === undefined ? undefined : renderTime(paidAt, view)],
    [facts.failed, failedAt === undefined ? undefined : renderTime(failedAt, view)],
    [facts.license, shown(request.license_key, renderCode)],
    [facts.webhookUrl, shown(webhook_url, renderCode)],
    [facts.backUrl, shown(back_url, renderCode)],
    [facts.description, shown(description, isolated)],
    [facts.customer, shown(customer, isolated)],
    [
      facts.items,
      items.length > 0
        ? html`<ul class="items">${first.map(({ name, quantity, price }) => html`<li>${isolated(shortened(view, name))} <span class="hint">${quantity} × ${formatRupiah(price)}</span></li>`)}</ul>${more > 0 ? html`<p class="hint">${texts.more(more)}</p>` : undefined}`
        : undefined,
    ],
  ])}${isCut ? html`<p class="everything"><a href="${pageAddress({ tab: 'payments', apiKey: namedKey(view, apiKey), of: paymentId })}">${texts.everything}</a></p>` : undefined}`;
}

/** How to begin, as long as there is no payment. */
function renderFirstSteps({ visit, origin, place, webhookSecret, language }: DashboardView): Html {
  const { firstSteps: texts, apiKey } = TEXTS[language];
  return html`<div class="card first-steps">
<h3>${texts.title}</h3>
<p class="hint">${texts.paste[0]} ${renderCode(origin)}${texts.paste[1]}</p>
<div class="command"><pre tabindex="0" role="group" aria-label="${texts.command}" id="command">${firstRequest(origin, { apiKey: visit?.apiKey ?? place.apiKey, paymentType: 'QRIS', indent: 2 })}</pre>
<button class="button quiet copy" type="button" data-copy="command">${texts.copy} ${hidden(texts.theCommand)}</button></div>
<dl class="facts">
<div><dt>${texts.baseUrl}</dt><dd>${renderCode(origin)}</dd></div>
<div><dt>${apiKey}</dt><dd>${visit ? renderCode(visit.apiKey) : html`${texts.anyKey[0]} <code>${API_KEY_PREFIX}</code>${texts.anyKey[1]}`}</dd></div>
<div><dt>${texts.webhookSecret}</dt><dd>${renderCode(webhookSecret)}</dd></div>
</dl>
</div>`;
}
