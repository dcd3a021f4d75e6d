import { formatDate, formatTimeOfDay } from '../pages/format.js';
import { errorAddress, type Guide, guideAddress } from '../pages/guides.js';
import { type Html, html, isolated } from '../pages/html.js';
import { actionAddress } from './addresses.js';
import { TEXTS } from './texts/texts.js';
import type { DashboardView } from './view.js';

/** What a chip says by its colour too. */
export type Tone = 'good' | 'bad' | 'waiting' | 'quiet' | 'fault';

/** A word in a colour that leads to the guide that explains it. */
export function renderChip(view: DashboardView, tone: Tone, text: string, guide: Guide, kind = 'chip'): Html {
  const address = guideAddress(view.docsUrl, view.language, guide);
  return html`<a class="${kind} ${tone}"${renderOutward(view, address)}>${text}</a>`;
}

/** An error code that leads to what to do about it. */
export function renderErrorCode(view: DashboardView, code: string, kind = ''): Html {
  return html`<a class="${kind}"${renderOutward(view, errorAddress(view.docsUrl, view.language, code))}>${code}</a>`;
}

/** A warning that leads to what it means. */
export function renderWarning(view: DashboardView, warning: Html): Html {
  return html`<a${renderOutward(view, guideAddress(view.docsUrl, view.language, 'warnings'))}>${warning}</a>`;
}

function renderOutward({ language }: DashboardView, address: string): Html {
  return html` href="${address}" title="${TEXTS[language].guide}" target="_blank" rel="noopener"`;
}

/** Text for screen readers only. */
export function hidden(text: string | Html): Html {
  return html`<span class="hidden">${text}</span>`;
}

/** An id, a key or an address: to be copied, so in the type of code, and with a direction of its own. */
export function renderCode(text: string): Html {
  return html`<code>${isolated(text)}</code>`;
}

/** The length of the longest text that a list shows in full, in characters. */
const LONGEST_TEXT = 300;

/** The start of a long text; all of it where one payment, webhook or request is looked at. */
export function shortened({ place }: Pick<DashboardView, 'place'>, text: string): string {
  return text.length > LONGEST_TEXT && place.of === undefined ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

/** The first of many, and how many more there are; all where one payment, webhook or request is looked at. */
export function firstOf<Item>(
  { place }: Pick<DashboardView, 'place'>,
  items: readonly Item[],
  most = 10,
): { first: readonly Item[]; more: number } {
  const first = place.of === undefined ? items.slice(0, most) : items;
  return { first, more: items.length - first.length };
}

/** The API key that a row belongs to, where those of several are shown. */
export function renderOwner(view: DashboardView, apiKey: string): Html | undefined {
  return view.place.apiKey === undefined && !view.visit ? html` ${renderCode(shortened(view, apiKey))}` : undefined;
}

/** An API key as an address may name it: not where each browser sees one account, since addresses are kept in many places. */
export function namedKey({ visit }: Pick<DashboardView, 'visit'>, apiKey: string | undefined): string | undefined {
  return visit ? undefined : apiKey;
}

/** What a form carries where each browser sees one account, so that no other site can send it. */
export function renderFormToken({ visit }: Pick<DashboardView, 'visit'>): Html | undefined {
  return visit && html`<input type="hidden" name="form_token" value="${visit.formToken}">`;
}

/** A form that does one thing by its one button, which says to what: `Pay TRX-1`. */
export function renderAction(
  view: DashboardView,
  action: { address: string; label: string; target: string; style?: string; fields?: Html | undefined },
): Html {
  const { address, label, target, style = 'quiet', fields } = action;
  return html`<form method="post" action="${actionAddress(address, view.place)}">${renderFormToken(view)}${fields}<button class="button ${style}">${label} ${hidden(target)}</button></form>`;
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

/** Something long that opens on a click. */
export function renderFolded(id: string, title: string, target: string, content: Html): Html {
  return html`<details class="folded" id="${id}"><summary>${title} ${hidden(target)}</summary>${content}</details>`;
}

/** Text as it was sent, in a box that scrolls; control characters as pictures of them. */
export function renderRaw(label: string, text: string): Html {
  return html`<pre tabindex="0" role="group" aria-label="${label}"><bdi>${visible(text)}</bdi></pre>`;
}

/** Text with a picture (U+2400 and on) for each control character but line breaks and tabs, so that none goes unseen. */
export function visible(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

/** Names and values; what has no value is left out. */
export function renderFacts(facts: readonly (readonly [name: string, value: Html | undefined])[]): Html {
  const rows = facts.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return html`<dl class="facts">${rows.filter((row) => row !== undefined)}</dl>`;
}

/** A moment in UTC, exact for programs and short for people: only what differs from today's date is said. */
export function renderTime(moment: number, view: Pick<DashboardView, 'now' | 'language'>): Html {
  const exact = new Date(moment).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${shortTime(moment, view)}</time>`;
}

/** `14:50:00Z` of today, `24 Nov 14:50:00Z` of this year, `1 Jan 2027 00:00:00Z` otherwise. */
export function shortTime(moment: number, { now, language }: Pick<DashboardView, 'now' | 'language'>): string {
  const [date, today] = [formatDate(moment, language), formatDate(now, language)];
  const thisYear = today.slice(-5);
  const shortDate = date === today ? '' : `${date.endsWith(thisYear) ? date.slice(0, -5) : date} `;
  return `${shortDate}${formatTimeOfDay(moment)}Z`;
}

/** A place where the script counts down to a moment by the clock of an API key. */
export function renderCountdown(moment: number, apiKey: string): Html {
  return html`<span class="countdown" data-until="${moment}" data-clock="${apiKey}"></span>`;
}
