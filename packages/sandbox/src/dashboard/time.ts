import { type Html, html } from '../server/markup/html.js';

// Western Indonesian Time, UTC+7 all year.
const WIB_OFFSET_MS = 7 * 60 * 60 * 1000;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment in UTC, exact for programs and short for people: only what differs from today's date is said. */
export function renderTime(moment: number, now: number): Html {
  const exact = new Date(moment).toISOString();
  return html`<time datetime="${exact}" title="${exact}">${shortTime(moment, now)}</time>`;
}

/** `14:50:00Z` of today, `24 Nov 14:50:00Z` of this year, `1 Jan 2027 00:00:00Z` otherwise. */
export function shortTime(moment: number, now: number): string {
  const time = `${timeOfDay(moment)}Z`;
  const [year, month, day] = new Date(moment).toISOString().split(/[-T]/);
  const [thisYear, thisMonth, today] = new Date(now).toISOString().split(/[-T]/);
  if (year !== thisYear) return `${longDate(moment)} ${time}`;
  return month === thisMonth && day === today ? time : `${Number(day)}\u00a0${MONTHS[Number(month) - 1]} ${time}`;
}

/** `23 Nov 2026`, in UTC. */
export function longDate(moment: number): string {
  const date = new Date(moment);
  return `${date.getUTCDate()}\u00a0${MONTHS[date.getUTCMonth()]}\u00a0${date.getUTCFullYear()}`;
}

/** `14:50:00`, in UTC. */
export function timeOfDay(moment: number): string {
  return new Date(moment).toISOString().slice(11, 19);
}

/** `21:50:00`, in Jakarta. */
export function timeInJakarta(moment: number): string {
  return timeOfDay(moment + WIB_OFFSET_MS);
}

/** A place where the script counts down to a moment by the clock of an API key. */
export function renderCountdown(moment: number, apiKey: string): Html {
  return html`<span class="countdown" data-until="${moment}" data-clock="${apiKey}"></span>`;
}
