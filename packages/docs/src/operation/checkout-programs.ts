import type { Operation } from '../document.js';
import { withItems } from './checkout-items.js';
import { bodyOf } from './sample-request.js';

/** How the programs write what only QRIS has, in any of their languages, and what a checkout page has in its place. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/\ba QRIS payment\b/g, 'a checkout page'],
  [/(["'])QRIS\1/g, '$1CHECKOUT_PAGE$1'],
  [/\bQR code:/g, 'Checkout page:'],
  [/\.qris\.qr_image_url\b/g, '.payment_url'],
  [/(["'])qris\1\]\[\1qr_image_url\1/g, '$1payment_url$1'],
  [/QRIS {6}struct \{.*?\} `json:"qris"`/gs, 'PageURL   string    `json:"payment_url"`'],
  [/\.QRIS\.ImageURL\b/g, '.PageURL'],
];

/**
 * Programs that generate a QRIS payment, as programs that generate a checkout page: with the values and the items of that example
 * of the operation. Each payment has a transaction id of its own, so a reader can run both.
 *
 * @throws {Error} with the line in which something of QRIS is left
 */
export function checkoutPrograms<Program extends { lang: string; source: string }>(
  { requestBody }: Operation,
  programs: readonly Program[],
): Program[] {
  const { QRIS, CHECKOUT_PAGE } = bodyOf(requestBody)?.examples ?? {};
  const values = VALUES.flatMap((name) => pairs(propertyOf(QRIS, name), propertyOf(CHECKOUT_PAGE, name)));
  const items = propertyOf(CHECKOUT_PAGE, 'items') as Record<string, unknown>[];
  return programs.map((program) => {
    const source = [...values, ...CHANGES].reduce((code, [from, to]) => code.replaceAll(from, to), program.source);
    const [left] = /.*(?:qris|\bqr).*/i.exec(source) ?? [];
    if (left) throw new Error(`A program of a checkout page has no ${JSON.stringify(left.trim())}.`);
    return { ...program, source: withItems(source, program.lang, items) };
  });
}

/** The properties of the examples that the programs send as they are. */
const VALUES = ['transaction_id', 'amount', 'description'];

function propertyOf(example: { value: unknown } | undefined, name: string): unknown {
  return (example?.value as Record<string, unknown> | undefined)?.[name];
}

/** What to replace one value by another with; of numbers, also as programs group their digits. */
function pairs(from: unknown, to: unknown): [string, string][] {
  const grouped = (value: number) => value.toLocaleString('en').replaceAll(',', '_');
  const plain: [string, string] = [String(from), String(to)];
  return typeof from === 'number' && typeof to === 'number' ? [plain, [grouped(from), grouped(to)]] : [plain];
}
