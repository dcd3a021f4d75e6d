import type { PaymentState } from '../../control/generated/schemas.js';
import { FAULT_KINDS, isRequestFault } from '../../faults.js';
import { firstRequest } from '../../pages/first-request.js';
import { formatRupiah } from '../../pages/format.js';
import { type Html, html, isolated, trusted } from '../../pages/html.js';
import {
  hidden,
  renderAction,
  renderChip,
  renderCode,
  renderCountdown,
  renderFacts,
  renderFolded,
  renderOwner,
  renderRows,
  renderSection,
  renderTime,
  type Tone,
} from '../parts.js';
import type { DashboardView, ShownPayment } from '../view.js';
import { faultLabel, renderFaultOptions } from './faults.js';

const TONES: Readonly<Record<PaymentState, Tone>> = {
  pending: 'waiting',
  paid: 'good',
  expired: 'quiet',
  failed: 'bad',
};

const pageIcon = trusted(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><rect x="4" y="5" width="16" height="14" rx="2.5"/><path d="M4 10h16M8 15h4"/></svg>',
);

/** The payments, each with what can be done with it. */
export function renderPayments(view: DashboardView): Html {
  const { shown, older } = view.payments;
  if (shown.length === 0) return renderSection({ id: 'payments', title: 'Payments' }, renderFirstSteps(view));
  return renderSection(
    { id: 'payments', title: 'Payments', count: shown.length + older },
    renderRows(
      shown.map((payment) => renderPayment(payment, view)),
      { older, empty: '' },
    ),
  );
}

function renderPayment(payment: ShownPayment, view: DashboardView): Html {
  const { paymentId, transactionId, apiKey, request, state } = payment;
  return html`<li class="row payment ${state}" id="payment-${paymentId}" tabindex="-1">
${renderMedium(payment)}
<div class="what">
<p class="headline"><strong class="amount">${formatRupiah(request.amount)}</strong> ${renderChip(TONES[state], state)} <span class="when">${renderWhen(payment, view.now)}</span></p>
<div class="meta"><h3>${renderCode(transactionId)}</h3> <span>${request.payment_type === 'QRIS' ? 'QRIS' : 'Checkout page'}</span> ${renderCode(paymentId)}${renderOwner(view, apiKey)}</div>
</div>
${state === 'pending' ? renderActions(payment, view) : undefined}
${renderFolded(`details-${paymentId}`, 'Details', `of ${transactionId}`, renderDetails(payment, view.now))}
</li>
`;
}

// What the customer gets: the QR code, which grows when it is opened, or a link to the checkout page.
function renderMedium({ paymentId, transactionId, request }: ShownPayment): Html {
  if (request.payment_type === 'QRIS') {
    return html`<details class="medium qr" id="qr-${paymentId}"><summary><img src="/qr/${paymentId}.svg" alt="QR code of ${transactionId}" width="48" height="48" loading="lazy"></summary></details>`;
  }
  return html`<a class="medium link" href="/pay/${paymentId}" target="_blank" rel="noopener" title="Open the checkout page">${pageIcon}${hidden(`Checkout page of ${transactionId} (opens in a new tab)`)}</a>`;
}

function renderWhen({ state, expiresAt, paidAt, failedAt, apiKey }: ShownPayment, now: number): Html {
  const ended = paidAt ?? failedAt;
  if (ended !== undefined) return renderTime(ended, now);
  if (state === 'expired') return renderTime(expiresAt, now);
  return html`expires ${renderTime(expiresAt, now)}${renderCountdown(expiresAt, apiKey)}`;
}

function renderActions(payment: ShownPayment, view: DashboardView): Html {
  const { paymentId, transactionId } = payment;
  const address = `payments/${paymentId}`;
  return html`<div class="actions">
${renderAction(view, { address: `${address}/pay`, label: 'Pay', target: transactionId, style: 'primary', fields: renderFaultChoice(payment, view) })}
${renderAction(view, { address: `${address}/expire`, label: 'Expire', target: transactionId })}
${renderAction(view, { address: `${address}/fail`, label: 'Fail', target: transactionId })}
</div>`;
}

// A webhook can be "early" only until the payment is there.
const stillPossible = FAULT_KINDS.filter((kind) => kind !== 'early');

function renderFaultChoice({ paymentId, transactionId, apiKey, request }: ShownPayment, view: DashboardView): Html {
  if (request.webhook_url === undefined) return html`<span class="hint">no webhook_url</span>`;
  const set = view.faults.filter((setting) => setting.apiKey === apiKey && !isRequestFault(setting.fault));
  const own = set.find(({ id }) => id === paymentId || id === transactionId);
  const setting = own ?? set.find(({ id }) => id === undefined);
  return html`<div class="choice beside"><label for="fault-${paymentId}">Webhook ${hidden(`of ${transactionId}`)}</label><select name="fault" id="fault-${paymentId}">
<option value="">${setting ? `set: ${faultLabel(setting.fault)}` : 'no fault'}</option>
${renderFaultOptions(stillPossible)}
</select></div>`;
}

function renderDetails({ request, createdAt, expiresAt, paidAt, failedAt }: ShownPayment, now: number): Html {
  const { webhook_url, back_url, description, customer_name, customer_email, customer_phone, items = [] } = request;
  const customer = [customer_name, customer_email, customer_phone].filter((text) => text !== undefined).join(', ');
  return renderFacts({
    Created: renderTime(createdAt, now),
    Expires: renderTime(expiresAt, now),
    Paid: paidAt === undefined ? undefined : renderTime(paidAt, now),
    Failed: failedAt === undefined ? undefined : renderTime(failedAt, now),
    'License key': renderCode(request.license_key),
    'Webhook URL': webhook_url === undefined ? undefined : renderCode(webhook_url),
    'Back URL': back_url === undefined ? undefined : renderCode(back_url),
    Description: description === undefined ? undefined : isolated(description),
    Customer: customer ? isolated(customer) : undefined,
    Items:
      items.length > 0
        ? html`<ul class="items">${items.map(({ name, quantity, price }) => html`<li>${isolated(name)} <span class="hint">${quantity} × ${formatRupiah(price)}</span></li>`)}</ul>`
        : undefined,
  });
}

/** How to begin, as long as there is no payment. */
function renderFirstSteps({ origin, apiKey, webhookSecret }: DashboardView): Html {
  return html`<div class="card first-steps">
<h3>Create the first payment</h3>
<p class="hint">Paste this into a terminal, or point your integration at ${renderCode(origin)}. The payment appears here at once.</p>
<div class="command"><pre tabindex="0" role="group" aria-label="Command" id="command">${firstRequest(origin, { apiKey, paymentType: 'QRIS', indent: 2 })}</pre>
<button class="button quiet copy" type="button" data-copy="command">Copy ${hidden('the command')}</button></div>
<dl class="facts">
<div><dt>Base URL</dt><dd>${renderCode(origin)}</dd></div>
<div><dt>API key</dt><dd>any that starts with <code>kgiton_</code>; each has an account of its own</dd></div>
<div><dt>Webhook secret</dt><dd>${renderCode(webhookSecret)}</dd></div>
</dl>
</div>`;
}
