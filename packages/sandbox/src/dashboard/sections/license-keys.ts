import { type License, LicenseState } from '../../control/generated/schemas.js';
import { formatCount } from '../../pages/format.js';
import { type Html, html } from '../../pages/html.js';
import { actionAddress } from '../addresses.js';
import {
  hidden,
  renderChip,
  renderCode,
  renderErrorCode,
  renderFormToken,
  renderSection,
  shortened,
} from '../parts.js';
import { TEXTS } from '../texts/texts.js';
import type { DashboardView } from '../view.js';
import { renderMore, shownBeside } from './beside.js';

/** The license keys of one API key, with their tokens. */
export function renderLicenseKeys(view: DashboardView): Html {
  const { licenses, language } = view;
  const texts = TEXTS[language];
  const shown = shownBeside(view, 'license-keys', licenses ?? []);
  return renderSection(
    { id: 'license-keys', title: texts.sections.licenses },
    licenses
      ? html`<div class="card panel"><ul class="settings">${shown.map((license) => renderLicense(license, view))}</ul>
${renderMore(view, 'license-keys', licenses.length - shown.length)}</div>`
      : html`<div class="card panel"><p class="hint">${texts.license.chooseApiKey}</p></div>`,
  );
}

function renderLicense(license: License, view: DashboardView): Html {
  const { key, state, tokens } = license;
  const { states, tokenCount } = TEXTS[view.language].license;
  return html`<li class="license">${renderCode(shortened(view, key))} ${renderEffect(license, view)}
${view.account === undefined ? html`<p class="tokens">${states[state]}, ${tokenCount(formatCount(tokens))}</p>` : renderChange(license, view.account, view)}</li>
`;
}

/** The outcome of a request with this license key now: the contract's decisions, "Order of checks". */
function renderEffect({ state, tokens }: License, view: DashboardView): Html {
  const refused = (code: string) => renderErrorCode(view, code, 'chip bad');
  if (state === 'expired') return refused('LICENSE_EXPIRED');
  if (tokens < 1) return refused('INSUFFICIENT_TOKENS');
  if (state === 'gateway-failure') return refused('GATEWAY_ERROR');
  return renderChip(view, 'good', TEXTS[view.language].license.works, 'licenseKeys');
}

function renderChange({ key, state, tokens }: License, account: string, view: DashboardView): Html {
  const { of, license: texts } = TEXTS[view.language];
  const ofKey = hidden(of(shortened(view, key)));
  const states = Object.values(LicenseState);
  return html`<form class="fields" method="post" action="${actionAddress('license-keys', view.place)}">${renderFormToken(view)}
<input type="hidden" name="account" value="${account}"><input type="hidden" name="key" value="${key}">
<div class="choice"><label for="state-${key}">${texts.state} ${ofKey}</label><select name="state" id="state-${key}" autocomplete="off">${states.map((one) => html`<option value="${one}"${one === state ? html` selected` : undefined}>${texts.states[one]}</option>`)}</select></div>
<div class="choice short"><label for="tokens-${key}">${texts.tokens} ${ofKey}</label><input name="tokens" id="tokens-${key}" type="number" min="0" value="${tokens}" required autocomplete="off"></div>
<button class="button quiet">${texts.set} ${hidden(html`${texts.stateAndTokensOf} ${shortened(view, key)}`)}</button></form>`;
}
