import { LANGUAGES, type Language, LOCALES } from './language.js';

// How the pages write amounts and times, on the server and in the browser.

const grouped = /* @__PURE__ */ new Intl.NumberFormat('id');

/** A count as Indonesians write it: `1.000.000`. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** An amount in whole rupiah as Indonesians write it: `Rp 150.000`, with a space that does not break. */
export function formatRupiah(amount: number): string {
  return `Rp\u00a0${formatCount(amount)}`;
}

/** Milliseconds left, as a countdown shows them: `9:05`, or `1:05:01` from an hour on. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${twoDigits(minutes)}` : minutes}:${twoDigits(seconds % 60)}`;
}

const dates = /* @__PURE__ */ new Map(
  LANGUAGES.map((language) => [
    language,
    new Intl.DateTimeFormat(LOCALES[language], { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  ]),
);

/** `23 Nov 2026`, in UTC, with spaces that do not break. */
export function formatDate(moment: number, language: Language): string {
  return (dates.get(language)?.format(moment) ?? '').replaceAll(' ', '\u00a0');
}

/** `14:50:00`, in UTC. */
export function formatTimeOfDay(moment: number): string {
  return new Date(moment).toISOString().slice(11, 19);
}

/** `21:50:00 WIB`: Western Indonesian Time, which is that of Jakarta and of most customers. */
export function formatJakartaTime(moment: number): string {
  return `${new Date(moment).toLocaleTimeString('en-GB', { timeZone: 'Asia/Jakarta' })} WIB`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
