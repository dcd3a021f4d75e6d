import { formatDate, formatTimeOfDay } from '../pages/format.js';
import { type Html, html, isolated } from '../pages/html.js';
import { actionAddress } from './addresses.js';
import type { DashboardView } from './view.js';

/** What a chip says by its colour too. */
export type Tone = 'good' | 'bad' | 'waiting' | 'quiet';

/** A word in a colour. */
export function renderChip(tone: Tone, text: string): Html {
  return html`<span class="chip ${tone}">${text}</span>`;
}

/** Text for screen readers only. */
export function hidden(text: string | Html): Html {
  return html`<span class="hidden">${text}</span>`;
}

/** An id, a key or an address: to be copied, so in the type of code, and with a direction of its own. */
export function renderCode(text: string): Html {
  return html`<code>${isolated(text)}</code>`;
}

/** The API key that a row belongs to, where those of several are shown. */
export function renderOwner(view: DashboardView, apiKey: string): Html | undefined {
  return view.apiKey === undefined ? html` ${renderCode(apiKey)}` : undefined;
}

/** A form that does one thing by its one button, which says to what: `Pay TRX-1`. */
export function renderAction(
  view: DashboardView,
  action: { address: string; label: string; target: string; style?: string; fields?: Html | undefined },
): Html {
  const { address, label, target, style = 'quiet', fields } = action;
  return html`<form method="post" action="${actionAddress(address, view.apiKey)}">${fields}<button class="button ${style}">${label} ${hidden(target)}</button></form>`;
}

/** A part of the page that the script updates as a whole. */
export function renderSection(
  part: { id: string; title: string; count?: number | undefined; hint?: Html },
  content: Html,
): Html {
  const { id, title, count, hint } = part;
  return html`<section class="section" id="${id}" data-live aria-labelledby="${id}-title">
<div class="section-top"><h2 id="${id}-title">${title}</h2>${count === undefined ? undefined : html`<span class="count">${count}</span>`}${hint && html`<p class="hint">${hint}</p>`}</div>
${content}
</section>`;
}

/** A list with the newest first, or what it is for as long as it is empty. */
export function renderRows(rows: readonly Html[], { older, empty }: { older: number; empty: string }): Html {
  if (rows.length === 0) return html`<p class="card empty">${empty}</p>`;
  return html`<ul class="card rows">
${rows}
</ul>
${older > 0 ? html`<p class="older">and ${older} older</p>` : undefined}`;
}

/** Something long that opens on a click: exactly as it is. */
export function renderFolded(id: string, title: string, target: string, content: Html): Html {
  return html`<details class="folded" id="${id}"><summary>${title} ${hidden(target)}</summary>${content}</details>`;
}

/** Text as it was sent, in a box that scrolls. */
export function renderRaw(label: string, text: string): Html {
  return html`<pre tabindex="0" role="group" aria-label="${label}"><bdi>${text}</bdi></pre>`;
}

/** Names and values; what has no value is left out. */
export function renderFacts(facts: Readonly<Record<string, Html | undefined>>): Html {
  const rows = Object.entries(facts).map(
    ([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return html`<dl class="facts">${rows.filter((row) => row !== undefined)}</dl>`;
}

/** A moment in UTC, exact for programs and short for people: only what differs from today's date is said. */
export function renderTime(moment: number, now: number): Html {
  const exact = new Date(moment).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${shortTime(moment, now)}</time>`;
}

/** `14:50:00Z` of today, `24 Nov 14:50:00Z` of this year, `1 Jan 2027 00:00:00Z` otherwise. */
export function shortTime(moment: number, now: number): string {
  const [date, today] = [formatDate(moment), formatDate(now)];
  const thisYear = today.slice(-5);
  const shortDate = date === today ? '' : `${date.endsWith(thisYear) ? date.slice(0, -5) : date} `;
  return `${shortDate}${formatTimeOfDay(moment)}Z`;
}

/** A place where the script counts down to a moment by the clock of an API key. */
export function renderCountdown(moment: number, apiKey: string): Html {
  return html`<span class="countdown" data-until="${moment}" data-clock="${apiKey}"></span>`;
}
