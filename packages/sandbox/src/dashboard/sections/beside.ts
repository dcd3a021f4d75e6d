import { type Html, html } from '../../pages/html.js';
import { type Place, pageAddress } from '../addresses.js';
import { TEXTS } from '../texts/texts.js';
import type { DashboardView } from '../view.js';

/** A list beside the tab. */
type Beside = NonNullable<Place['full']>;

/** How many entries such a list shows at first, and at most. */
const MOST_SHOWN = { atFirst: 10, inFull: 1_000 };

/** The entries of a list beside the tab that are shown. */
export function shownBeside<Item>({ place }: DashboardView, list: Beside, items: readonly Item[]): readonly Item[] {
  return items.slice(0, place.full === list ? MOST_SHOWN.inFull : MOST_SHOWN.atFirst);
}

/** How many more there are, with the way to them. */
export function renderMore({ place, language }: DashboardView, list: Beside, more: number): Html | undefined {
  if (more <= 0) return undefined;
  const text = TEXTS[language].more(more);
  if (place.full === list) return html`<p class="more hint">${text}</p>`;
  return html`<p class="more"><a href="${pageAddress({ ...place, full: list }, list)}">${text}</a></p>`;
}
