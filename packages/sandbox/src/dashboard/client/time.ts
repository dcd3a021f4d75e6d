import { byId } from '../../pages/browser.js';
import { formatCountdown, formatDate, formatJakartaTime, formatTimeOfDay } from '../../pages/format.js';
import type { Language } from '../../pages/language.js';
import type { ProgramTexts } from '../texts/contents.js';

const main = byId('main');
const clock = byId<HTMLTimeElement>('clock');
/** What the program says, in the language of the page. */
export const texts = JSON.parse(main.dataset.texts ?? '{}') as ProgramTexts;

let heardAt = Date.now();

/** The page has just said what time it is. */
export function hear(): void {
  heardAt = Date.now();
}

export function setText(element: Element | null, text: string): void {
  if (element && element.textContent !== text) element.textContent = text;
}

/**
 * Moves the clock on and counts down. The sandbox's clocks are virtual ones: they go on from what the page said last,
 * unless they stand still.
 *
 * @returns whether a countdown is over
 */
export function tick(): boolean {
  const isFrozen = main.dataset.frozen === 'true';
  const passed = isFrozen ? 0 : Date.now() - heardAt;
  const moment = Number(main.dataset.now) + passed;
  clock.dateTime = new Date(moment).toISOString();
  setText(clock.querySelector('.utc span'), formatDate(moment, document.documentElement.lang as Language));
  setText(clock.querySelector('.utc strong'), formatTimeOfDay(moment));
  setText(clock.querySelector('.jakarta'), `${formatJakartaTime(moment)}${isFrozen ? texts.standsStill : ''}`);
  const clocks = JSON.parse(main.dataset.clocks ?? '{}') as Record<string, number>;
  let isOver = false;
  for (const countdown of document.querySelectorAll<HTMLElement>('[data-until]')) {
    const now = clocks[countdown.dataset.clock ?? ''] ?? Number.NaN;
    const rest = Number(countdown.dataset.until) - now - passed;
    setText(countdown, rest > 0 ? texts.countdown.replace('{time}', formatCountdown(rest)) : '');
    if (rest <= 0) isOver = true;
  }
  return isOver;
}
