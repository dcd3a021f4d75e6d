import { fromUtf8, toUtf8 } from '../platform/node.js';

/**
 * The same text in memory of its own. A part of a text otherwise keeps the whole in memory, as 20 characters of a path keep
 * a query of 16 KB: https://crbug.com/v8/2869.
 */
export function ownText(text: string): string {
  return fromUtf8(toUtf8(text));
}
