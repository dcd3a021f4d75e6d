import type { FieldError } from '@kgiton/contract';
import type { LoggedRequest } from '../../payments/request-log.js';
import { type Html, html, isolated } from '../../server/markup/html.js';
import { renderCode, renderFolded, renderRows, renderSection } from '../parts.js';
import { renderTime } from '../time.js';
import type { DashboardView } from '../view.js';

/** The requests to the API, with what was wrong with them. */
export function renderRequests(view: DashboardView): Html {
  const { shown, older } = view.requests;
  return renderSection(
    { id: 'requests', title: 'Requests', count: shown.length + older },
    renderRows(
      shown.map((entry) => renderRequest(entry, view)),
      { older, empty: 'Each request to the API is shown here, with what was wrong with it.' },
    ),
  );
}

function renderRequest(entry: LoggedRequest, view: DashboardView): Html {
  const { id, at, apiKey, body, status, code, errors, warnings } = entry;
  return html`<li class="row request" id="request-${id}" tabindex="-1">
<div class="what">
<div class="headline"><span class="status ${status < 400 ? 'good' : 'bad'}">${status}</span> <h3>${code ?? 'OK'}</h3> <span class="when">${renderTime(at, view.now)}</span></div>
<p class="meta">${renderCode(id)}${view.apiKey === undefined ? renderApiKey(apiKey) : undefined}</p>
${errors.length > 0 || warnings.length > 0 ? html`<ul class="findings">${errors.map(renderError)}${warnings.map(renderWarning)}</ul>` : undefined}
${body ? renderFolded(`body-${id}`, 'Body', `of ${id}`, html`<pre tabindex="0" role="group" aria-label="Body"><bdi>${body}</bdi></pre>`) : html`<p class="hint">no body</p>`}
</div>
</li>
`;
}

function renderApiKey(apiKey: string | undefined): Html {
  return apiKey === undefined ? html` <span>no API key</span>` : html` ${renderCode(apiKey)}`;
}

function renderError({ path, message }: FieldError): Html {
  return html`<li class="error">${path ? html`${renderCode(path)} ` : undefined}${isolated(message)}</li>`;
}

function renderWarning(warning: string): Html {
  return html`<li class="warning">${isolated(warning)}</li>`;
}
