import { type Html, html, isolated } from '../../pages/html.js';
import { pageAddress, TAB_PATHS } from '../addresses.js';
import { renderSection } from '../parts.js';
import { TEXTS } from '../texts/texts.js';
import type { DashboardView } from '../view.js';

/** What differs from list to list. */
export interface ListParts {
  rows: readonly Html[];
  /** The states that entries can have, with their names. */
  states: Readonly<Record<string, string>>;
  /** What is there before the first entry. */
  empty: Html;
  hint?: Html;
}

/** A list with the newest first, what can be searched for in it, and the way to older entries. */
export function renderList(view: DashboardView, { rows, states, empty, hint }: ListParts): Html {
  const { place, list, counts, language } = view;
  const { tab } = list;
  const part = { id: tab, title: TEXTS[language].sections[tab] };
  const isSearched = place.of ?? place.search ?? place.state ?? place.before;
  if (counts[tab] === 0 && isSearched === undefined) return renderSection({ ...part, ...(hint && { hint }) }, empty);
  return renderSection(
    { ...part, ...(isSearched !== undefined && { count: list.total }), ...(hint && { hint }) },
    html`<div class="finder">
${renderStates(view, states)}
${place.of === undefined ? renderSearch(view) : renderOnly(view, place.of)}
</div>
${rows.length > 0 ? html`<ul class="card rows">${rows}</ul>` : html`<p class="card empty">${TEXTS[language].nothing}</p>`}
${renderPages(view)}`,
  );
}

// Links, not a select that leaves the page at each arrow key.
function renderStates({ place, language }: DashboardView, states: Readonly<Record<string, string>>): Html {
  const texts = TEXTS[language];
  const choices = [[undefined, texts.allStates] as const, ...Object.entries(states)];
  return html`<nav class="states" aria-label="${texts.states}"><ul>${choices.map(
    ([state, name]) =>
      html`<li><a href="${pageAddress({ ...place, state, before: undefined })}"${state === place.state ? html` aria-current="true"` : undefined}>${name}</a></li>`,
  )}</ul></nav>`;
}

function renderSearch({ place, list, language }: DashboardView): Html {
  const { label, hint, submit } = TEXTS[language].search;
  const kept = { api_key: place.apiKey, state: place.state };
  return html`<form class="search" role="search" method="get" action="${TAB_PATHS[place.tab]}">
${Object.entries(kept).map(([name, value]) => (value === undefined ? html`` : html`<input type="hidden" name="${name}" value="${value}">`))}
<input type="search" name="search" id="search" value="${place.search ?? ''}" aria-label="${label}" placeholder="${hint[list.tab]}" maxlength="200" autocomplete="off" spellcheck="false">
<button class="button quiet">${submit}</button>
${place.search === undefined ? undefined : html`<a class="clear" href="${pageAddress({ ...place, search: undefined, before: undefined })}">${TEXTS[language].clear}</a>`}
</form>`;
}

function renderOnly({ place, language }: DashboardView, of: string): Html {
  const { only, clear } = TEXTS[language];
  return html`<p class="only"><span>${only} <code>${isolated(of)}</code></span> <a href="${pageAddress({ ...place, of: undefined, before: undefined })}">${clear}</a></p>`;
}

function renderPages({ place, list, language }: DashboardView): Html | undefined {
  const { newest, older } = TEXTS[language];
  if (place.before === undefined && list.older === undefined) return undefined;
  const links = [
    place.before === undefined
      ? html``
      : html`<a class="button quiet" href="${pageAddress({ ...place, before: undefined })}">${newest}</a>`,
    list.older === undefined
      ? html``
      : html`<a class="button quiet" rel="next" href="${pageAddress({ ...place, before: list.older })}">${older}</a>`,
  ];
  return html`<nav class="pages" aria-label="${TEXTS[language].sections[list.tab]}: ${older}">${links}</nav>`;
}
