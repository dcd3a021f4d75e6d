import { faultCatalogue } from '../../control/generated/faults.js';
import { FAULT_KINDS, type Fault, type FaultKind, REQUEST_FAULT_KINDS } from '../../faults.js';
import { type Html, html, isolated } from '../../pages/html.js';
import type { FaultSetting } from '../../store/store.js';
import { actionAddress } from '../addresses.js';
import { hidden, renderCode, renderOwner, renderSection } from '../parts.js';
import type { DashboardView } from '../view.js';

/** Each fault in a word or two, as in "Webhook: twice" and "Request: reset". */
const LABELS: Readonly<Record<FaultKind, string>> = {
  duplicate: 'twice',
  delayed: 'delayed',
  never: 'never',
  early: 'before the response',
  'wrong-secret': 'wrong secret',
  tampered: 'tampered',
  'uppercase-signature': 'upper-case signature',
  slow: 'slow',
  'lost-response': 'lost response',
  hang: 'no response',
  reset: 'connection reset',
  garbage: 'error page of a proxy',
  truncated: 'truncated response',
  'rate-limit': 'too many requests',
  'slow-response': 'slow response',
};

/** A fault as a chip says it: `delayed 60 s`, `lost response 1×`. */
export function faultLabel({ kind, seconds, times }: Fault): string {
  const bounds = [seconds === undefined ? '' : ` ${seconds}\u00a0s`, times === undefined ? '' : ` ${times}×`];
  return LABELS[kind] + bounds.join('');
}

/** The choice of a fault, as options of a select. */
export function renderFaultOptions(kinds: readonly FaultKind[]): Html[] {
  return kinds.map((kind) => html`<option value="${kind}">${LABELS[kind]}</option>`);
}

/** The faults that are set. */
export function renderFaults(view: DashboardView): Html {
  const { faults } = view;
  return renderSection(
    { id: 'faults', title: 'Faults', count: faults.length || undefined },
    html`<div class="card panel">
${faults.length > 0 ? html`<ul class="settings">${faults.map((setting) => renderFault(setting, view))}</ul>` : html`<p class="hint">Every webhook is sent correctly, and every request gets its response.</p>`}
${renderNewFault(view)}
</div>`,
  );
}

function renderFault({ apiKey, id, fault }: FaultSetting, view: DashboardView): Html {
  const target = id === undefined ? html`every payment of ${isolated(apiKey)}` : isolated(id);
  return html`<li class="setting"><div><span class="chip fault">${faultLabel(fault)}</span><p class="hint">${faultCatalogue[fault.kind].description.replaceAll('`', '')}</p>
<p class="meta">${id === undefined ? html`<span>every payment of</span> ${renderCode(apiKey)}` : html`${renderCode(id)}${renderOwner(view, apiKey)}`}</p></div>
<form method="post" action="${actionAddress('faults', view.apiKey)}"><input type="hidden" name="account" value="${apiKey}"><input type="hidden" name="kind" value="${fault.kind}">${id === undefined ? undefined : html`<input type="hidden" name="id" value="${id}">`}<button class="button quiet">Clear ${hidden(html`the fault of ${target}`)}</button></form></li>
`;
}

function renderNewFault({ account, apiKey, apiKeys }: DashboardView): Html {
  if (account === undefined) {
    const what = apiKeys.length > 1 ? 'Choose an API key above' : 'Send a request first';
    return html`<p class="hint">${what}, then you can set a fault for all of its webhooks or requests.</p>`;
  }
  return html`<form class="fields" method="post" action="${actionAddress('faults', apiKey)}" id="new-fault">
<input type="hidden" name="account" value="${account}">
<div class="choice"><label for="new-fault-kind">Fault</label><select name="fault" id="new-fault-kind"><optgroup label="Every webhook">${renderFaultOptions(FAULT_KINDS)}</optgroup><optgroup label="Every request">${renderFaultOptions(REQUEST_FAULT_KINDS)}</optgroup></select></div>
<div class="choice short"><label for="new-fault-seconds">Seconds</label><input name="seconds" id="new-fault-seconds" type="number" min="0" max="86400" placeholder="auto" autocomplete="off"></div>
<div class="choice short"><label for="new-fault-times">Times</label><input name="times" id="new-fault-times" type="number" min="1" placeholder="all" autocomplete="off"></div>
<button class="button quiet">Set ${hidden(html`the fault of ${isolated(account)}`)}</button>
</form>`;
}
