let lastSecond = Number.NaN;
let lastText = '';

/** RFC 3339 in UTC, without fractions of a second. Remembers the last one: a busy second has thousands. */
export function timestamp(moment: number): string {
  const second = Math.floor(moment / 1000);
  if (second !== lastSecond) {
    lastText = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
    lastSecond = second;
  }
  return lastText;
}
