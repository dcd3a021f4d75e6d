import { propertyNames } from '@kgiton/contract';
import { escaped } from '../printable.js';

/** More than this many of one object are not listed, since all of them go into one header. */
const MOST = 5;

/** A longer name is no typo of a property. Comparing names of a megabyte would take long. */
const LONGEST_TYPO = 60;

/** Warnings about properties that the contract does not know. They are ignored, and usually a typo. */
export function unknownProperties(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const request = body as Record<string, unknown>;
  const items = Array.isArray(request.items) ? request.items.slice(0, MOST) : [];
  return [
    ...unknownIn(request, '', propertyNames.PartnerPaymentRequest),
    ...items.flatMap((item, index) => unknownIn(item, `/items/${index}`, propertyNames.PaymentItem)),
  ];
}

function unknownIn(value: unknown, path: string, known: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .filter((name) => !known.includes(name))
    .slice(0, MOST)
    .map((name) => {
      const spelling = plain(name.slice(0, LONGEST_TYPO));
      const meant = known.find((candidate) => isNear(spelling, plain(candidate)));
      const hint = meant ? `: did you mean ${meant}?` : '';
      return `unknown property ${path}/${headerText(name)} is ignored${hint}`;
    });
}

/** The spelling without case and punctuation: `webhookUrl` is `webhook_url`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Whether two spellings differ by at most two typos: an edit distance of 2, for names longer than 4. */
function isNear(one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.min(one.length, other.length) <= 4 || Math.abs(one.length - other.length) > 2) return false;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, against] of [...other].entries()) {
      next.push(Math.min((row[j] ?? 0) + (letter === against ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return (row.at(-1) ?? Number.POSITIVE_INFINITY) <= 2;
}

/** A name in a form that a header can carry: short, and ASCII with everything else as JSON escapes. */
export function headerText(name: string): string {
  return escaped(JSON.stringify(name.slice(0, 60)).slice(1, -1), /[^\x20-\x7e]/g);
}
