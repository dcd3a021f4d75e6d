import { faultCatalogue } from '../../control/generated/faults.js';
import { FAULT_KINDS, type Fault, type FaultKind, REQUEST_FAULT_KINDS } from '../../faults.js';
import { type Html, html, isolated } from '../../pages/html.js';
import type { FaultSetting } from '../../store/store.js';
import { actionAddress } from '../addresses.js';
import { hidden, renderChip, renderCode, renderFormToken, renderOwner, renderSection, shortened } from '../parts.js';
import { TEXTS } from '../texts/texts.js';
import type { DashboardView } from '../view.js';
import { renderMore, shownBeside } from './beside.js';

/** A fault as a chip says it: `delayed 60 s`, `lost response 1×`. */
export function faultLabel({ kind, seconds, times }: Fault, { language }: Pick<DashboardView, 'language'>): string {
  const bounds = [seconds === undefined ? '' : ` ${seconds}\u00a0s`, times === undefined ? '' : ` ${times}×`];
  return TEXTS[language].fault.labels[kind] + bounds.join('');
}

/** The choice of a fault, as options of a select. */
export function renderFaultOptions({ language }: Pick<DashboardView, 'language'>, kinds: readonly FaultKind[]): Html[] {
  return kinds.map((kind) => html`<option value="${kind}">${TEXTS[language].fault.labels[kind]}</option>`);
}

/** The faults that are set. */
export function renderFaults(view: DashboardView): Html {
  const { faults, language } = view;
  const texts = TEXTS[language];
  const shown = shownBeside(view, 'faults', faults);
  return renderSection(
    { id: 'faults', title: texts.sections.faults, count: faults.length || undefined },
    html`<div class="card panel">
${faults.length > 0 ? html`<ul class="settings">${shown.map((setting) => renderFault(setting, view))}</ul>` : html`<p class="hint">${texts.fault.none}</p>`}
${renderMore(view, 'faults', faults.length - shown.length)}
${renderNewFault(view)}
</div>`,
  );
}

function renderFault({ apiKey, id, fault }: FaultSetting, view: DashboardView): Html {
  const { everyPaymentOf, clear, theFaultOf } = TEXTS[view.language].fault;
  const key = shortened(view, apiKey);
  const target = id === undefined ? html`${everyPaymentOf} ${isolated(key)}` : isolated(shortened(view, id));
  const { description, translation } = faultCatalogue[fault.kind];
  const effect = { en: description, id: translation }[view.language];
  return html`<li class="setting"><div>${renderChip(view, 'fault', faultLabel(fault, view), 'faults')}<p class="hint">${effect
    .replaceAll('*', '')
    .split('`')
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}</p>
<p class="meta">${id === undefined ? html`<span>${everyPaymentOf}</span> ${renderCode(key)}` : html`${renderCode(shortened(view, id))}${renderOwner(view, apiKey)}`}</p></div>
<form method="post" action="${actionAddress('faults', view.place)}">${renderFormToken(view)}<input type="hidden" name="account" value="${apiKey}"><input type="hidden" name="kind" value="${fault.kind}">${id === undefined ? undefined : html`<input type="hidden" name="id" value="${id}">`}<button class="button quiet">${clear} ${hidden(html`${theFaultOf} ${target}`)}</button></form></li>
`;
}

function renderNewFault(view: DashboardView): Html {
  const { account, apiKeys, place } = view;
  const { fault: texts } = TEXTS[view.language];
  if (account === undefined) {
    return html`<p class="hint">${apiKeys.length > 1 ? texts.chooseApiKey : texts.sendFirst}</p>`;
  }
  return html`<form class="fields" method="post" action="${actionAddress('faults', place)}" id="new-fault">${renderFormToken(view)}
<input type="hidden" name="account" value="${account}">
<div class="choice"><label for="new-fault-kind">${texts.fault}</label><select name="fault" id="new-fault-kind"><optgroup label="${texts.everyWebhook}">${renderFaultOptions(view, FAULT_KINDS)}</optgroup><optgroup label="${texts.everyRequest}">${renderFaultOptions(view, REQUEST_FAULT_KINDS)}</optgroup></select></div>
<div class="choice short"><label for="new-fault-seconds">${texts.seconds}</label><input name="seconds" id="new-fault-seconds" type="number" min="0" max="86400" placeholder="${texts.auto}" autocomplete="off"></div>
<div class="choice short"><label for="new-fault-times">${texts.times}</label><input name="times" id="new-fault-times" type="number" min="1" placeholder="${texts.always}" autocomplete="off"></div>
<button class="button quiet">${texts.set} ${hidden(html`${texts.theFaultOf} ${isolated(shortened(view, account))}`)}</button>
</form>`;
}
