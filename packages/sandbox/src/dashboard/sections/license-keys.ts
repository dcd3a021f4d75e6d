import { type License, LicenseState } from '../../control/generated/schemas.js';
import { formatCount } from '../../pages/format.js';
import { type Html, html } from '../../pages/html.js';
import { actionAddress } from '../addresses.js';
import { hidden, renderChip, renderCode, renderSection } from '../parts.js';
import type { DashboardView } from '../view.js';

/** The license keys of one API key, with their tokens. */
export function renderLicenseKeys(view: DashboardView): Html {
  const { licenses } = view;
  return renderSection(
    { id: 'license-keys', title: 'License keys' },
    licenses
      ? html`<ul class="card panel settings">${licenses.map((license) => renderLicense(license, view))}</ul>`
      : html`<div class="card panel"><p class="hint">Each API key has license keys of its own. Choose an API key above to see them and their tokens.</p></div>`,
  );
}

function renderLicense(license: License, view: DashboardView): Html {
  const { key, state, tokens } = license;
  return html`<li class="license">${renderCode(key)} ${renderEffect(license)}
${view.account === undefined ? html`<p class="tokens">${state}, ${formatCount(tokens)} tokens</p>` : renderChange(license, view.account, view.apiKey)}</li>
`;
}

/** The outcome of a request with this license key now: the contract's decisions, "Order of checks". */
function renderEffect({ state, tokens }: License): Html {
  if (state === 'expired') return renderChip('bad', 'LICENSE_EXPIRED');
  if (tokens < 1) return renderChip('bad', 'INSUFFICIENT_TOKENS');
  return state === 'active' ? renderChip('good', 'works') : renderChip('bad', 'GATEWAY_ERROR');
}

function renderChange({ key, state, tokens }: License, account: string, apiKey: string | undefined): Html {
  const states = Object.values(LicenseState);
  return html`<form class="fields" method="post" action="${actionAddress('license-keys', apiKey)}">
<input type="hidden" name="account" value="${account}"><input type="hidden" name="key" value="${key}">
<div class="choice"><label for="state-${key}">State ${hidden(`of ${key}`)}</label><select name="state" id="state-${key}" autocomplete="off">${states.map((one) => html`<option${one === state ? html` selected` : undefined}>${one}</option>`)}</select></div>
<div class="choice short"><label for="tokens-${key}">Tokens ${hidden(`of ${key}`)}</label><input name="tokens" id="tokens-${key}" type="number" min="0" value="${tokens}" required autocomplete="off"></div>
<button class="button quiet">Set ${hidden(`state and tokens of ${key}`)}</button></form>`;
}
