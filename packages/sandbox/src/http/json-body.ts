import { fromUtf8, isUtf8 } from '../platform/node.js';

/**
 * The most values of a JSON text: lists, objects, their items and their properties. A request of the contract has a few
 * thousand. A megabyte of others takes a JSON parser a fifth of a second, in which nobody else gets a response.
 */
const MOST_VALUES = 30_000;

/** The value of a body, or why it has none. */
export type JsonBody = { value: unknown; problem?: undefined } | { value?: undefined; problem: string };

/** UTF-8, without a byte order mark at its start; undefined if it is none. */
export function decode(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = fromUtf8(bytes);
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The value of a body of JSON, of which `text` are the decoded `bytes`. */
export function parseJson(bytes: Uint8Array, text: string | undefined, encoding: string | undefined): JsonBody {
  if (encoding !== undefined && encoding !== 'identity') return { problem: 'must be sent without content-encoding' };
  if (hasTooManyValues(bytes)) return { problem: `must have at most ${MOST_VALUES} values` };
  try {
    if (text !== undefined) return { value: JSON.parse(text) };
  } catch {
    // The problem is the same as for a body that is not UTF-8.
  }
  return { problem: 'must be JSON in UTF-8' };
}

/** Counts what starts a value, except in strings. In UTF-8, no byte of another character is one of these. */
function hasTooManyValues(bytes: Uint8Array): boolean {
  const { length } = bytes;
  // Each value takes a byte at least.
  if (length < MOST_VALUES) return false;
  let count = 1;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at++; at < length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
    } else if (byte === COMMA || byte === BRACKET || byte === BRACE) {
      if (++count > MOST_VALUES) return true;
    }
  }
  return false;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
