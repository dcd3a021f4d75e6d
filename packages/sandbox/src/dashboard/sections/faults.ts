import { type Html, html, isolated } from '../../server/markup/html.js';
import type { FaultSetting } from '../../webhooks/faults.js';
import { FAULT_EXPLANATIONS, faultLabel } from '../fault-words.js';
import { renderCode, renderFaultOptions, renderSection } from '../parts.js';
import { actionAddress } from '../paths.js';
import type { DashboardView } from '../view.js';

/** What is set to go wrong with webhooks. */
export function renderFaults(view: DashboardView): Html {
  const { faults } = view;
  return renderSection(
    { id: 'faults', title: 'Faults', ...(faults.length > 0 && { count: faults.length }) },
    html`<div class="card panel">
${faults.length > 0 ? html`<ul class="settings">${faults.map((setting) => renderFault(setting, view))}</ul>` : html`<p class="hint">Every webhook is sent as it should be.</p>`}
${renderNewFault(view)}
</div>`,
  );
}

function renderFault({ apiKey, id, fault }: FaultSetting, view: DashboardView): Html {
  const target = id === undefined ? html`every payment of ${isolated(apiKey)}` : isolated(id);
  return html`<li class="setting"><div><span class="chip fault">${faultLabel(fault)}</span><p class="hint">${FAULT_EXPLANATIONS[fault.kind]}</p>
<p class="meta">${id === undefined ? html`<span>every payment of</span> ${renderCode(apiKey)}` : html`${renderCode(id)}${view.apiKey === undefined ? html` ${renderCode(apiKey)}` : undefined}`}</p></div>
<form method="post" action="${actionAddress('faults', view.apiKey)}"><input type="hidden" name="world" value="${apiKey}">${id === undefined ? undefined : html`<input type="hidden" name="id" value="${id}">`}<button class="button quiet">Clear <span class="hidden">the fault of ${target}</span></button></form></li>
`;
}

function renderNewFault({ world, apiKey, apiKeys }: DashboardView): Html {
  if (world === undefined) {
    const what = apiKeys.length > 1 ? 'Choose an API key above' : 'Send a request first';
    return html`<p class="hint">${what}, then you can let all of its webhooks go wrong.</p>`;
  }
  return html`<form class="fields" method="post" action="${actionAddress('faults', apiKey)}" id="new-fault">
<input type="hidden" name="world" value="${world}">
<div class="choice"><label for="new-fault-kind">Every webhook</label><select name="fault" id="new-fault-kind">${renderFaultOptions()}</select></div>
<div class="choice short"><label for="new-fault-seconds">Seconds</label><input name="seconds" id="new-fault-seconds" type="number" min="0" max="86400" placeholder="auto" autocomplete="off"></div>
<button class="button quiet">Set <span class="hidden">the fault of ${isolated(world)}</span></button>
</form>`;
}
