import type { FieldError } from '@kgiton/contract';
import { type Html, html, isolated } from '../../pages/html.js';
import type { LoggedRequest } from '../../payments/logged-request.js';
import { renderCode, renderFolded, renderOwner, renderRaw, renderRows, renderSection, renderTime } from '../parts.js';
import type { DashboardView } from '../view.js';
import { faultLabel } from './faults.js';

/** The requests to the API, with what was wrong with each. */
export function renderRequests(view: DashboardView): Html {
  const { shown, older } = view.requests;
  return renderSection(
    { id: 'requests', title: 'Requests', count: shown.length + older },
    renderRows(
      shown.map((request) => renderRequest(request, view)),
      { older, empty: 'Every request to the API appears here, with what was wrong with it.' },
    ),
  );
}

function renderRequest(request: LoggedRequest, view: DashboardView): Html {
  const { id, at, apiKey, method, path, body, status, fault, code, errors, warnings } = request;
  const noBody = method === 'GET' ? undefined : html`<p class="hint">no body</p>`;
  return html`<li class="row request" id="request-${id}" tabindex="-1">
<div class="what">
<div class="headline"><span class="status ${status !== undefined && status < 400 ? 'good' : 'bad'}">${status ?? 'no response'}</span> <h3>${code ?? (fault ? faultLabel(fault) : 'OK')}</h3> <span class="when">${renderTime(at, view.now)}</span></div>
<p class="meta">${renderCode(`${method} ${path}`)} ${renderCode(id)}${apiKey === undefined ? html` <span>no API key</span>` : renderOwner(view, apiKey)}</p>
${errors.length > 0 || warnings.length > 0 ? html`<ul class="findings">${errors.map(renderError)}${warnings.map(renderWarning)}</ul>` : undefined}
${body ? renderFolded(`body-${id}`, 'Body', `of ${id}`, renderRaw('Body', body)) : noBody}
</div>
</li>
`;
}

function renderError({ path, message }: FieldError): Html {
  return html`<li class="error">${path ? html`${renderCode(path)} ` : undefined}${isolated(message)}</li>`;
}

function renderWarning(warning: string): Html {
  return html`<li class="warning">${isolated(warning)}</li>`;
}
