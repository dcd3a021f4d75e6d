import { formatDate, formatJakartaTime, formatTimeOfDay } from '../pages/format.js';
import { type Html, html, isolated } from '../pages/html.js';
import { LANGUAGE_NAMES, otherLanguage } from '../pages/language.js';
import { logo } from '../pages/logo.js';
import { renderPage } from '../pages/page.js';
import { actionAddress, EVENTS_PATH, languageAddress, pageAddress, TAB_PATHS, TABS } from './addresses.js';
import * as program from './generated/program.js';
import { hidden, renderFormToken, shortened } from './parts.js';
import { renderDeliveries } from './sections/deliveries.js';
import { renderFaults } from './sections/faults.js';
import { renderLicenseKeys } from './sections/license-keys.js';
import { renderPayments } from './sections/payments.js';
import { renderRequests } from './sections/requests.js';
import { TEXTS } from './texts/texts.js';
import type { DashboardView } from './view.js';

/** Minutes by which a button moves the clock. */
const STEPS = [1, 30, 120];

/** How many API keys can be chosen from a list. */
const MOST_API_KEYS = 100;

/** The dashboard, which works without its script too. Serve it with `Cache-Control: no-store`. */
export function renderDashboardPage(view: DashboardView, { nonce }: { nonce?: string }): string {
  const { place, language, list } = view;
  const texts = TEXTS[language];
  return renderPage(
    { language, title: `${texts.sections[place.tab]} · ${texts.title}`, program, nonce },
    html`${renderHeader(view)}
<main id="main" data-self="${pageAddress(place)}" data-events="${EVENTS_PATH}" data-now="${view.now}" data-frozen="${String(view.isFrozen)}" data-clocks="${JSON.stringify(view.clocks)}" data-texts="${JSON.stringify(texts.program)}">
<div id="notice" role="alert">${renderProblem(view)}</div>
<div class="activity">
${list.tab === 'payments' ? renderPayments(view, list.items.toReversed()) : undefined}
${list.tab === 'deliveries' ? renderDeliveries(view, list.items.toReversed()) : undefined}
${list.tab === 'requests' ? renderRequests(view, list.items.toReversed()) : undefined}
</div>
<div class="settings-column">
${renderFaults(view)}
${renderLicenseKeys(view)}
</div>
</main>`,
  );
}

function renderProblem({ problem, language }: DashboardView): Html | undefined {
  if (!problem) return undefined;
  const explanation = TEXTS[language].problem(problem.reason);
  const said = isolated(problem.message);
  return html`<p class="notice">${explanation === undefined ? said : html`${explanation} <span class="said" lang="en">${said}</span>`}</p>`;
}

/** What holds for the whole page: whose account it shows, what time it is there, and whether it is up to date. */
function renderHeader(view: DashboardView): Html {
  const { place, language } = view;
  const texts = TEXTS[language];
  return html`<header class="top">
<div class="bar">
<h1><a href="${pageAddress({ tab: 'payments', apiKey: place.apiKey })}">${logo}<span><span translate="no">KGiTON</span> <span class="sandbox">${texts.sandbox}</span></span></a></h1>
${view.visit ? renderAccount(view, view.visit) : renderPicker(view)}
<p class="live"><span class="dot" aria-hidden="true"></span><span class="connected">${texts.live}</span><span id="status" role="status"></span></p>
<noscript><a class="button quiet" href="${pageAddress(place)}">${texts.reload}</a></noscript>
${renderLanguageSwitch(view)}
<div class="time">
${renderClock(view)}
<p class="hint" id="divided" data-live>${view.isTimeDivided ? texts.clock.divided : undefined}</p>
${renderSteps(view)}
${renderReset(view)}
</div>
</div>
${renderTabs(view)}
</header>`;
}

function renderTabs({ place, counts, language }: DashboardView): Html {
  const { sections } = TEXTS[language];
  return html`<nav class="tabs" id="tabs" aria-label="${sections.label}" data-live>
${TABS.map((tab) => html`<a id="tab-${tab}" href="${pageAddress({ tab, apiKey: place.apiKey })}"${tab === place.tab ? html` aria-current="page"` : undefined}>${sections[tab]} <span class="count">${counts[tab]}</span></a>`)}
<a class="beside" href="#faults">${sections.faults}</a>
<a class="beside" href="#license-keys">${sections.licenses}</a>
</nav>`;
}

// Outside of forms that the script sends: leaving ends the page.
function renderAccount(
  { place, language }: DashboardView,
  { apiKey, formToken }: NonNullable<DashboardView['visit']>,
): Html {
  const texts = TEXTS[language];
  return html`<div class="account"><details class="own-key" id="own-key"><summary>${texts.apiKey}</summary><code>${isolated(apiKey)}</code></details>
<form method="post" action="${actionAddress('session/end', place)}" data-leave><input type="hidden" name="form_token" value="${formToken}"><button class="button quiet">${texts.session.leave}</button></form></div>`;
}

// A list of links, not a select that leaves the page at each arrow key.
function renderPicker(view: DashboardView): Html {
  const { apiKeys, place, language } = view;
  const { apiKey, tab } = place;
  const texts = TEXTS[language];
  const newest = apiKeys.slice(-MOST_API_KEYS);
  const choices = [undefined, ...new Set(apiKey === undefined ? newest : [...newest, apiKey])];
  const more = apiKeys.length - newest.length;
  const nameOf = (key: string | undefined) =>
    key === undefined ? html`${texts.allApiKeys}` : isolated(shortened(view, key));
  return html`<nav class="picker" id="picker" aria-label="${texts.apiKey}" data-live><details id="picker-list"><summary><span class="label">${texts.apiKey}</span> <span class="chosen">${nameOf(apiKey)}</span></summary>
<div class="choices"><ul>${choices.map((choice) => html`<li><a href="${pageAddress({ tab, apiKey: choice })}"${choice === apiKey ? html` aria-current="page"` : undefined}>${nameOf(choice)}</a></li>`)}</ul>${
    more > 0
      ? html`<form method="get" action="${TAB_PATHS[tab]}"><div class="choice"><label for="other-api-key">${texts.otherApiKey} <span class="hint">(${texts.moreApiKeys(more)})</span></label><input name="api_key" id="other-api-key" required autocomplete="off" spellcheck="false"></div><button class="button quiet">${texts.show}</button></form>`
      : undefined
  }</div></details></nav>`;
}

function renderLanguageSwitch({ place, language }: DashboardView): Html {
  const other = otherLanguage(language);
  return html`<a class="language" id="language" href="${languageAddress(place, other)}" hreflang="${other}" lang="${other}" title="${LANGUAGE_NAMES[other]}">${other.toUpperCase()}${hidden(` ${LANGUAGE_NAMES[other]}`)}</a>`;
}

// The script lets it tick, so it is not a part that is updated.
function renderClock({ now, isFrozen, language }: DashboardView): Html {
  const { clock, program: texts } = TEXTS[language];
  return html`<p class="clock"${isFrozen ? html` title="${clock.frozen}"` : undefined}><time id="clock" datetime="${new Date(now).toISOString()}">${hidden(clock.label)}<span class="utc"><span>${formatDate(now, language)}</span> <strong>${formatTimeOfDay(now)}</strong> UTC</span> <span class="jakarta">${formatJakartaTime(now)}${isFrozen ? texts.standsStill : undefined}</span></time></p>`;
}

function renderSteps(view: DashboardView): Html {
  const { place, language } = view;
  const { step, onTheClock } = TEXTS[language].clock;
  return html`<form class="steps" method="post" action="${actionAddress('advance', place)}">${renderFormToken(view)}
${STEPS.map((minutes) => html`<button class="button quiet" name="minutes" value="${minutes}">${step(minutes)} ${hidden(onTheClock)}</button>`)}
</form>`;
}

function renderReset(view: DashboardView): Html {
  const { place, language } = view;
  const { confirmReset, reset } = TEXTS[language];
  const question = confirmReset(view.visit?.apiKey ?? (place.apiKey && shortened(view, place.apiKey)));
  return html`<form method="post" action="${actionAddress('reset', place)}" data-confirm="${question}">${renderFormToken(view)}<button class="button danger">${reset}</button></form>`;
}
