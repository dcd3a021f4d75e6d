import { type Html, html, isolated } from '../../pages/html.js';
import type { Delivery, DeliveryAttempt } from '../../webhooks/delivery.js';
import { isAcknowledged } from '../../webhooks/send.js';
import { pageAddress } from '../addresses.js';
import {
  hidden,
  namedKey,
  renderAction,
  renderChip,
  renderCode,
  renderCountdown,
  renderFolded,
  renderOwner,
  renderRaw,
  renderTime,
  shortened,
  type Tone,
  visible,
} from '../parts.js';
import { TEXTS } from '../texts/texts.js';
import type { DashboardView } from '../view.js';
import { faultLabel } from './faults.js';
import { renderList } from './list.js';

const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  pending: 'waiting',
  delivered: 'good',
  failed: 'bad',
  withheld: 'quiet',
};

/** How many attempts of a webhook a list shows: the schedule makes five. */
const MOST_ATTEMPTS = 6;

/** The length of the longest response body that stands beside its status, in characters. */
const LONGEST_BESIDE = 80;

/** The webhooks, the newest first, each with its attempts. */
export function renderDeliveries(view: DashboardView, deliveries: readonly Delivery[]): Html {
  const { signedWith, delivery } = TEXTS[view.language];
  return renderList(view, {
    rows: deliveries.map((one) => renderDelivery(one, view)),
    states: delivery.states,
    empty: html`<p class="card empty">${delivery.empty}</p>`,
    hint: html`${signedWith} ${renderCode(view.webhookSecret)}`,
  });
}

function renderDelivery(delivery: Delivery, view: DashboardView): Html {
  const { id, paymentId, transactionId, apiKey, url, state, fault, attempts, nextAttemptAt } = delivery;
  const texts = TEXTS[view.language];
  const { states, next, redeliver, message } = texts.delivery;
  const target = hidden(texts.of(transactionId));
  const payment = pageAddress({ tab: 'payments', apiKey: view.place.apiKey, of: paymentId });
  const requests = pageAddress({ tab: 'requests', apiKey: namedKey(view, apiKey), of: transactionId });
  return html`<li class="row delivery" id="delivery-${id}" tabindex="-1">
<div class="what">
<div class="headline">${renderChip(view, TONES[state], states[state], 'webhookStates')} <h3>${renderCode(transactionId)}</h3> ${fault && renderChip(view, 'fault', faultLabel(fault, view), 'faults')} <span class="when">${nextAttemptAt === undefined ? undefined : html`${next} ${renderTime(nextAttemptAt, view)}${renderCountdown(nextAttemptAt, apiKey)}`}</span></div>
<p class="meta">${renderCode(shortened(view, url))}${renderOwner(view, apiKey)}</p>
${attempts.length > 0 ? renderAttempts(delivery, view) : undefined}
</div>
<div class="actions">${renderAction(view, { address: `deliveries/${encodeURIComponent(id)}/redeliver`, label: redeliver, target: transactionId })}</div>
<div class="foot">${renderFolded(`message-${id}`, message, texts.of(transactionId), renderMessage(delivery, view))}<span class="links"><a href="${payment}">${texts.delivery.payment} ${target}</a><a href="${requests}">${texts.delivery.requests} ${target}</a></span></div>
</li>
`;
}

function renderAttempts({ id, paymentId, apiKey, attempts }: Delivery, view: DashboardView): Html {
  const texts = TEXTS[view.language].delivery;
  const shown = view.place.of === undefined ? attempts.slice(-MOST_ATTEMPTS) : attempts;
  const before = attempts.length - shown.length;
  const all = pageAddress({ tab: 'deliveries', apiKey: namedKey(view, apiKey), of: paymentId });
  return html`${before > 0 ? html`<p class="earlier"><a href="${all}">${texts.earlier(before)}</a></p>` : undefined}
<ol class="attempts" aria-label="${texts.attempts}" start="${before + 1}">${shown.map((attempt, index) => renderAttempt(attempt, `response-${id}-${before + index + 1}`, view))}</ol>`;
}

function renderAttempt(attempt: DeliveryAttempt, id: string, view: DashboardView): Html {
  const { at, status, error, duration, reason, responseBody } = attempt;
  const texts = TEXTS[view.language].delivery;
  const result = status === undefined ? texts.noResponse : String(status);
  return html`<li>${renderChip(view, isAcknowledged({ status: status ?? 0 }) ? 'good' : 'bad', result, 'attempts', 'status')} ${renderTime(at, view)} <span class="hint">${Math.round(duration)}\u00a0ms</span>${reason === 'redelivery' ? html` <span class="hint">${texts.redelivery}</span>` : undefined}${error === undefined ? undefined : html` <span class="error">${isolated(shortened(view, visible(error)))}</span>`}${responseBody === undefined ? undefined : html` ${renderResponse(responseBody, id, view)}`}</li>`;
}

/** What the handler responded: a short text beside the status, a long one folded. */
function renderResponse(body: string, id: string, { language }: DashboardView): Html {
  const { emptyBody, responseBody } = TEXTS[language].delivery;
  if (body.trim() === '') return html`<span class="hint">${emptyBody}</span>`;
  if (body.length <= LONGEST_BESIDE && !/[\r\n]/.test(body.trim())) {
    return html`<code class="response">${hidden(`${responseBody}: `)}${isolated(visible(body.trim()))}</code>`;
  }
  const start = visible(body.trimStart().slice(0, LONGEST_BESIDE).replaceAll(/\s+/g, ' '));
  return html`<details class="folded" id="${id}"><summary>${responseBody} <code class="response start">${isolated(`${start}…`)}</code></summary>${renderRaw(responseBody, body)}</details>`;
}

function renderMessage({ body, headers }: Delivery, { language }: DashboardView): Html {
  const texts = TEXTS[language].delivery;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return html`${renderRaw(texts.headers, lines.join('\n'))}
${renderRaw(texts.body, body)}`;
}
