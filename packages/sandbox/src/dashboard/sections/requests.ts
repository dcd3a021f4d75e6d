import type { FieldError } from '@kgiton/contract';
import { type Html, html, isolated } from '../../pages/html.js';
import { pageAddress } from '../addresses.js';
import {
  firstOf,
  hidden,
  namedKey,
  renderCode,
  renderErrorCode,
  renderFolded,
  renderOwner,
  renderRaw,
  renderTime,
  renderWarning,
  shortened,
} from '../parts.js';
import { TEXTS } from '../texts/texts.js';
import { type DashboardView, type ShownRequest, stateOfRequest } from '../view.js';
import { faultLabel } from './faults.js';
import { renderList } from './list.js';

/** The requests to the API, the newest first, with what was wrong with each. */
export function renderRequests(view: DashboardView, requests: readonly ShownRequest[]): Html {
  const { states, empty } = TEXTS[view.language].request;
  return renderList(view, {
    rows: requests.map((request) => renderRequest(request, view)),
    states,
    empty: html`<p class="card empty">${empty}</p>`,
  });
}

function renderRequest(request: ShownRequest, view: DashboardView): Html {
  const { id, at, apiKey, method, path, transactionId, paymentId, body, status, fault, code } = request;
  const texts = TEXTS[view.language];
  const noBody = method === 'GET' ? undefined : html`<span class="hint">${texts.request.noBody}</span>`;
  const tone = stateOfRequest(request) === 'accepted' ? 'good' : 'bad';
  return html`<li class="row request" id="request-${id}" tabindex="-1">
<div class="what">
<div class="headline"><span class="status ${tone}">${status ?? texts.request.noResponse}</span> <h3>${code === undefined ? (fault ? faultLabel(fault, view) : 'OK') : renderErrorCode(view, code)}</h3> ${transactionId === undefined ? undefined : html`<code class="transaction">${isolated(transactionId)}</code>`} <span class="when">${renderTime(at, view)}</span></div>
<p class="meta">${renderCode(`${method} ${path}`)} ${renderCode(id)}${apiKey === undefined ? html` <span>${texts.request.noApiKey}</span>` : renderOwner(view, apiKey)}</p>
${renderFindings(request, view)}
</div>
<div class="foot">${body ? renderFolded(`body-${id}`, texts.request.body, texts.of(id), renderRaw(texts.request.body, body)) : noBody}${
    paymentId === undefined
      ? undefined
      : html`<span class="links"><a href="${pageAddress({ tab: 'payments', apiKey: view.place.apiKey, of: paymentId })}">${texts.request.payment} ${hidden(transactionId ?? '')}</a></span>`
  }</div>
</li>
`;
}

function renderFindings({ id, apiKey, errors, warnings }: ShownRequest, view: DashboardView): Html | undefined {
  if (errors.length + warnings.length === 0) return undefined;
  const findings = [
    ...errors.map((error) => () => renderError(error, view)),
    ...warnings.map(
      (warning) => () => html`<li class="warning">${renderWarning(view, isolated(shortened(view, warning)))}</li>`,
    ),
  ];
  const { first, more } = firstOf(view, findings);
  const all = pageAddress({ tab: 'requests', apiKey: namedKey(view, apiKey), of: id });
  return html`<ul class="findings">${first.map((render) => render())}${more > 0 ? html`<li><a href="${all}">${TEXTS[view.language].more(more)}</a></li>` : undefined}</ul>`;
}

function renderError({ path, message }: FieldError, view: DashboardView): Html {
  return html`<li class="error">${path ? html`${renderCode(shortened(view, path))} ` : undefined}${isolated(shortened(view, message))}</li>`;
}
