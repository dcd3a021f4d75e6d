import { API_KEY_HEADER } from '@kgiton/contract';
import { LICENSE_KEYS } from '../../payments/license-keys.js';
import { type Html, html } from '../../server/markup/html.js';
import { renderCode } from '../parts.js';
import type { DashboardView } from '../view.js';

/** An API key to try with; any that starts with `kgiton_` is one. */
const API_KEY = 'kgiton_your_api_key_here';

/** What to do as long as there is no payment. */
export function renderFirstSteps({ origin, apiKey = API_KEY, webhookSecret }: DashboardView): Html {
  return html`<div class="card first-steps">
<h3>Create the first payment</h3>
<p class="hint">Paste this into a terminal, or point your integration at ${renderCode(origin)}. The payment appears here at once.</p>
<div class="command"><pre tabindex="0" role="group" aria-label="Command" id="command">${command(origin, apiKey)}</pre>
<button class="button quiet copy" type="button" data-copy="command">Copy <span class="hidden">the command</span></button></div>
<dl class="facts">
<div><dt>Base URL</dt><dd>${renderCode(origin)}</dd></div>
<div><dt>API key</dt><dd>any that starts with <code>kgiton_</code>; each is a world of its own</dd></div>
<div><dt>Webhook secret</dt><dd>${renderCode(webhookSecret)}</dd></div>
</dl>
</div>`;
}

function command(origin: string, apiKey: string): string {
  const [license] = LICENSE_KEYS;
  const request = {
    transaction_id: 'TRX-2026-001',
    amount: 50_000,
    license_key: license?.key,
    payment_type: 'QRIS',
  };
  return `curl ${origin}/api/partner/payment/generate \\
  -H ${quoted(`${API_KEY_HEADER}: ${apiKey}`)} \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(request, undefined, 2).replaceAll('\n', '\n  ')}'`;
}

// The API key comes from the address of the page: as one word of a shell, whatever it is.
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
