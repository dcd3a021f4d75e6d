import type { Texts } from './texts.js';

// Western Indonesian Time, UTC+7 all year: the time of Jakarta and of most customers.
const WIB_OFFSET_MS = 7 * 60 * 60 * 1000;

/**
 * The minute of an RFC 3339 time on a clock in Jakarta, in words: `23 November 2026 pukul 21.20 WIB`, with one
 * place to break a line, after the date.
 */
export function formatWib(time: string, texts: Texts): string {
  const wib = new Date(Date.parse(time) + WIB_OFFSET_MS);
  const date = `${wib.getUTCDate()}\u00a0${texts.months[wib.getUTCMonth()]}\u00a0${wib.getUTCFullYear()}`;
  return texts.dateAndTime(date, twoDigits(wib.getUTCHours()), twoDigits(wib.getUTCMinutes()));
}

/** The same instant in UTC, as the attribute `datetime` and machines read it. */
export function formatUtc(time: string): string {
  return new Date(time).toISOString();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
