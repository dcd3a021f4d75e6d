import { formatDate, formatJakartaTime, formatTimeOfDay } from '../pages/format.js';
import { type Html, html, isolated, trusted } from '../pages/html.js';
import { renderPage } from '../pages/page.js';
import { actionAddress, EVENTS_PATH, pageAddress } from './addresses.js';
import * as program from './generated/program.js';
import { hidden } from './parts.js';
import { renderDeliveries } from './sections/deliveries.js';
import { renderFaults } from './sections/faults.js';
import { renderLicenseKeys } from './sections/license-keys.js';
import { renderPayments } from './sections/payments.js';
import { renderRequests } from './sections/requests.js';
import type { DashboardView } from './view.js';

const mark = trusted(
  '<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="4"/><path d="M4 8.5l2.5 2.5L12 5.5"/></svg>',
);

/** How far a button moves the clock. */
const STEPS = [
  { minutes: 1, label: '+1 min' },
  { minutes: 30, label: '+30 min' },
  { minutes: 120, label: '+2 h' },
];

/** The dashboard, which works without its script too. Serve it with `Cache-Control: no-store`. */
export function renderDashboardPage(view: DashboardView, { nonce }: { nonce?: string }): string {
  return renderPage(
    { language: 'en', title: 'KGiTON sandbox', program, nonce },
    html`${renderHeader(view)}
<main id="main" data-self="${pageAddress(view.apiKey)}" data-events="${EVENTS_PATH}" data-now="${view.now}" data-frozen="${String(view.isFrozen)}" data-clocks="${JSON.stringify(view.clocks)}">
<div id="notice" role="alert">${view.problem === undefined ? undefined : html`<p class="notice">${isolated(view.problem)}</p>`}</div>
<div class="activity">
${renderPayments(view)}
${renderDeliveries(view)}
${renderRequests(view)}
</div>
<div class="settings-column">
${renderFaults(view)}
${renderLicenseKeys(view)}
</div>
</main>`,
  );
}

/** What holds for the whole page: whose account it shows, what time it is there, and whether it is up to date. */
function renderHeader(view: DashboardView): Html {
  return html`<header class="top">
<div class="bar">
<h1>${mark}<span><span translate="no">KGiTON</span> <span class="sandbox">sandbox</span></span></h1>
${renderPicker(view)}
<p class="live"><span class="dot" aria-hidden="true"></span><span class="connected">Live</span><span id="status" role="status"></span></p>
<noscript><a class="button quiet" href="${pageAddress(view.apiKey)}">Reload</a></noscript>
<div class="time">
${renderClock(view)}
<p class="hint" id="divided" data-live>${view.isTimeDivided ? 'Some API keys have other times' : undefined}</p>
${renderSteps(view)}
${renderReset(view)}
</div>
</div>
<nav class="jumps" aria-label="Sections">
<a href="#payments">Payments</a>
<a href="#deliveries">Webhooks</a>
<a href="#requests">Requests</a>
<a href="#faults">Faults</a>
<a href="#license-keys">License keys</a>
</nav>
</header>`;
}

// A list of links, not a select that leaves the page at each arrow key.
function renderPicker({ apiKeys, apiKey }: DashboardView): Html {
  const choices = [undefined, ...new Set(apiKey === undefined ? apiKeys : [...apiKeys, apiKey])];
  return html`<nav class="picker" id="picker" aria-label="API key" data-live><details id="picker-list"><summary><span class="label">API key</span> <span class="chosen">${nameOf(apiKey)}</span></summary>
<ul>${choices.map((choice) => html`<li><a href="${pageAddress(choice)}"${choice === apiKey ? html` aria-current="page"` : undefined}>${nameOf(choice)}</a></li>`)}</ul></details></nav>`;
}

function nameOf(apiKey: string | undefined): Html {
  return apiKey === undefined ? html`All` : isolated(apiKey);
}

// The script lets it tick, so it is not a part that is updated.
function renderClock({ now, isFrozen }: DashboardView): Html {
  return html`<p class="clock"${isFrozen ? html` title="Time stands still until you advance it"` : undefined}><time id="clock" datetime="${new Date(now).toISOString()}">${hidden('The sandbox’s time: ')}<span class="utc"><span>${formatDate(now)}</span> <strong>${formatTimeOfDay(now)}</strong> UTC</span> <span class="jakarta">${formatJakartaTime(now)}${isFrozen ? ' · stands still' : undefined}</span></time></p>`;
}

function renderSteps({ apiKey }: DashboardView): Html {
  return html`<form class="steps" method="post" action="${actionAddress('advance', apiKey)}">
${STEPS.map(({ minutes, label }) => html`<button class="button quiet" name="minutes" value="${minutes}">${label} ${hidden('on the clock')}</button>`)}
</form>`;
}

function renderReset({ apiKey }: DashboardView): Html {
  const whose = apiKey === undefined ? 'all API keys' : `the API key ${apiKey}`;
  const question = `Delete every payment, webhook and request of ${whose}, and set the clock back?`;
  return html`<form method="post" action="${actionAddress('reset', apiKey)}" data-confirm="${question}"><button class="button danger">Reset</button></form>`;
}
