import { type Html, html, isolated } from '../../pages/html.js';
import type { Delivery, DeliveryAttempt } from '../../webhooks/delivery.js';
import {
  renderAction,
  renderChip,
  renderCode,
  renderCountdown,
  renderFolded,
  renderOwner,
  renderRaw,
  renderRows,
  renderSection,
  renderTime,
  type Tone,
} from '../parts.js';
import type { DashboardView } from '../view.js';
import { faultLabel } from './faults.js';

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  pending: 'waiting',
  delivered: 'good',
  failed: 'bad',
  withheld: 'quiet',
};

/** The webhooks, each with its attempts. */
export function renderDeliveries(view: DashboardView): Html {
  const { shown, older } = view.deliveries;
  return renderSection(
    {
      id: 'deliveries',
      title: 'Webhooks',
      count: shown.length + older,
      hint: html`signed with ${renderCode(view.webhookSecret)}`,
    },
    renderRows(
      shown.map((delivery) => renderDelivery(delivery, view)),
      { older, empty: 'A webhook is sent when a payment with a webhook_url is paid.' },
    ),
  );
}

function renderDelivery(delivery: Delivery, view: DashboardView): Html {
  const { id, transactionId, apiKey, url, state, fault, attempts, nextAttemptAt } = delivery;
  return html`<li class="row delivery" id="delivery-${id}" tabindex="-1">
<div class="what">
<div class="headline">${renderChip(TONES[state], state)} <h3>${renderCode(transactionId)}</h3> ${fault && html`<span class="chip fault">${faultLabel(fault)}</span>`} <span class="when">${nextAttemptAt === undefined ? undefined : html`next attempt ${renderTime(nextAttemptAt, view.now)}${renderCountdown(nextAttemptAt, apiKey)}`}</span></div>
<p class="meta">${renderCode(url)}${renderOwner(view, apiKey)}</p>
${attempts.length > 0 ? html`<ol class="attempts" aria-label="Attempts">${attempts.map((attempt) => renderAttempt(attempt, view.now))}</ol>` : undefined}
</div>
<div class="actions">${renderAction(view, { address: `deliveries/${encodeURIComponent(id)}/redeliver`, label: 'Redeliver', target: transactionId })}</div>
${renderFolded(`message-${id}`, 'Body and headers', `of ${transactionId}`, renderMessage(delivery))}
</li>
`;
}

function renderAttempt({ at, status, error, duration, reason }: DeliveryAttempt, now: number): Html {
  const tone = status !== undefined && status >= 200 && status < 300 ? 'good' : 'bad';
  return html`<li><span class="status ${tone}">${status ?? 'no response'}</span> ${renderTime(at, now)} <span class="hint">${Math.round(duration)}\u00a0ms</span>${reason === 'redelivery' ? html` <span class="hint">redelivery</span>` : undefined}${error === undefined ? undefined : html` <span class="error">${isolated(error)}</span>`}</li>`;
}

function renderMessage({ body, headers }: Delivery): Html {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return html`${renderRaw('Headers', lines.join('\n'))}
${renderRaw('Body', body)}`;
}
