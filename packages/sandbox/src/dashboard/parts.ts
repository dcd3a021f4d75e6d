import { type Html, html, isolated } from '../server/markup/html.js';
import { FAULT_KINDS, type WebhookFault } from '../webhooks/faults.js';
import { FAULT_WORDS } from './fault-words.js';
import { actionAddress } from './paths.js';
import type { DashboardView } from './view.js';

/** What a chip says by its colour too. */
export type Tone = 'good' | 'bad' | 'waiting' | 'quiet';

/** A word in a colour. */
export function renderChip(tone: Tone, text: string): Html {
  return html`<span class="chip ${tone}">${text}</span>`;
}

/** Text that only those hear who do not see. */
export function hidden(text: string): Html {
  return html`<span class="hidden">${text}</span>`;
}

/** An id, a key or an address: to be copied, so in the type of code, and with a direction of its own. */
export function renderCode(text: string): Html {
  return html`<code>${isolated(text)}</code>`;
}

/** A form that does one thing by its one button, which says to what: `Pay TRX-1`. */
export function renderAction(
  view: DashboardView,
  action: { address: string; word: string; target: string; style?: string; fields?: Html | undefined; id?: string },
): Html {
  const { address, word, target, style = 'quiet', fields } = action;
  return html`<form method="post" action="${actionAddress(address, view.apiKey)}">${fields}<button class="button ${style}">${word} ${hidden(target)}</button></form>`;
}

/** A part of the page that the script renews as a whole. */
export function renderSection(part: { id: string; title: string; count?: number; hint?: Html }, content: Html): Html {
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

/** The choice of a fault, as options of a select. */
export function renderFaultOptions(kinds: readonly WebhookFault['kind'][] = FAULT_KINDS): Html[] {
  return kinds.map((kind) => html`<option value="${kind}">${FAULT_WORDS[kind]}</option>`);
}

/** Something long that is opened by a click: exactly as it is. */
export function renderFolded(id: string, title: string, target: string, content: Html): Html {
  return html`<details class="folded" id="${id}"><summary>${title} ${hidden(target)}</summary>${content}</details>`;
}

/** Names and values; what has no value is left out. */
export function renderFacts(facts: Readonly<Record<string, Html | undefined>>): Html {
  const rows = Object.entries(facts).map(
    ([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return html`<dl class="facts">${rows.filter((row) => row !== undefined)}</dl>`;
}
