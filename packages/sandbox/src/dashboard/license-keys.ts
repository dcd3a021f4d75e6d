import { LICENSE_KEYS } from '../engine/license-keys.js';
import type { License } from '../generated/schemas.js';
import { type Html, html } from '../markup/html.js';
import type { DashboardView } from './dashboard-view.js';
import { hidden, renderChip, renderCode, renderSection } from './parts.js';
import { actionAddress } from './paths.js';

/** The license keys with their tokens, of one API key. */
export function renderLicenseKeys(view: DashboardView): Html {
  const { licenses } = view;
  return renderSection(
    { id: 'license-keys', title: 'License keys' },
    licenses
      ? html`<ul class="card panel settings">${licenses.map((license) => renderLicense(license, view))}</ul>`
      : html`<div class="card panel"><p class="hint">Each API key has its own. Choose an API key above to see its license keys and their tokens.</p></div>`,
  );
}

function renderLicense(license: License, view: DashboardView): Html {
  const { key, state, tokens } = license;
  const seed = LICENSE_KEYS.find((one) => one.key === key);
  return html`<li class="license"><div>${renderCode(key)}
<p class="hint">${state === (seed?.state ?? 'active') ? seed?.purpose : renderChip(state === 'active' ? 'good' : 'bad', state)}</p></div>
${view.world === undefined ? html`<p class="tokens">${formatCount(tokens)} tokens</p>` : renderTokens(license, view.world, view.apiKey)}</li>
`;
}

function renderTokens({ key, tokens }: License, world: string, apiKey: string | undefined): Html {
  return html`<form class="fields" method="post" action="${actionAddress('license-keys', apiKey)}">
<input type="hidden" name="world" value="${world}"><input type="hidden" name="key" value="${key}">
<div class="choice beside"><label for="tokens-${key}">Tokens ${hidden(`of ${key}`)}</label><input name="tokens" id="tokens-${key}" type="number" min="0" value="${tokens}" required autocomplete="off"></div>
<button class="button quiet">Set ${hidden(`tokens of ${key}`)}</button></form>`;
}

function formatCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, '.');
}
