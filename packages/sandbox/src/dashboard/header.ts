import { type Html, html, isolated, trusted } from '../server/markup/html.js';
import { hidden } from './parts.js';
import { actionAddress, pageAddress } from './paths.js';
import { longDate, timeInJakarta, timeOfDay } from './time.js';
import type { DashboardView } from './view.js';

const mark = trusted(
  '<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="4"/><path d="M4 8.5l2.5 2.5L12 5.5"/></svg>',
);

/** How far a button moves the clock. */
const STEPS = [
  { minutes: 1, word: '+1 min' },
  { minutes: 30, word: '+30 min' },
  { minutes: 120, word: '+2 h' },
];

/** What holds for the whole page: whose world it is, what time it is there, and whether it is up to date. */
export function renderHeader(view: DashboardView): Html {
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
${renderJumps()}
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

function renderJumps(): Html {
  return html`<nav class="jumps" aria-label="Sections">
<a href="#payments">Payments</a>
<a href="#deliveries">Webhooks</a>
<a href="#requests">Requests</a>
<a href="#faults">Faults</a>
<a href="#license-keys">License keys</a>
</nav>`;
}

// The script lets it tick, so it is no part that is renewed.
function renderClock({ now, isFrozen }: DashboardView): Html {
  return html`<p class="clock"${isFrozen ? html` title="Time stands still until you advance it"` : undefined}><time id="clock" datetime="${new Date(now).toISOString()}">${hidden('The sandbox’s time: ')}<span class="utc"><span>${longDate(now)}</span> <strong>${timeOfDay(now)}</strong> UTC</span> <span class="jakarta">${timeInJakarta(now)} WIB${isFrozen ? ' · stands still' : undefined}</span></time></p>`;
}

function renderSteps({ apiKey }: DashboardView): Html {
  return html`<form class="steps" method="post" action="${actionAddress('advance', apiKey)}">
${STEPS.map(({ minutes, word }) => html`<button class="button quiet" name="minutes" value="${minutes}">${word} ${hidden('on the clock')}</button>`)}
</form>`;
}

function renderReset({ apiKey }: DashboardView): Html {
  const whose = apiKey === undefined ? 'all API keys' : `the API key ${apiKey}`;
  const question = `Forget every payment, webhook and request of ${whose}, and set the clock back?`;
  return html`<form method="post" action="${actionAddress('reset', apiKey)}" data-confirm="${question}"><button class="button danger">Reset</button></form>`;
}
