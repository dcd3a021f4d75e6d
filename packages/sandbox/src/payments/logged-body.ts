import { toUtf8 } from '../platform/node.js';

/** How much of a body the request log keeps, in bytes. */
const KEPT_BYTES = 4_096;

export interface SentBody {
  bytes: Uint8Array;
  /** The same as text; undefined if it is not UTF-8. */
  text: string | undefined;
  /** The same as JSON; undefined if it is none. */
  value: unknown;
}

/** The start of a body as the request log keeps it: without the users and passwords of its URLs. */
export function loggedBody({ bytes, text, value }: SentBody, isRefused: boolean): string {
  const whole = text ?? new TextDecoder().decode(bytes);
  // Before it is cut: the rest of a cut URL need not show that there is a password in it.
  const kept = withoutPasswords(whole, value, isRefused);
  if (kept.length <= KEPT_BYTES && bytes.length <= KEPT_BYTES) return kept;
  // Decoded again, because a slice of a text keeps the whole text in memory.
  return new TextDecoder().decode((kept === text ? bytes : toUtf8(kept)).subarray(0, KEPT_BYTES));
}

/** A URL, by its scheme. An e-mail address has none. */
const URL_START = /^\s*[a-z][a-z0-9+.-]*:/i;

/** A URL with a user before its host. */
const WITH_USER = /^\s*[a-z][a-z0-9+.-]*:[/\\]*[^/\\?#]*@/i;

/**
 * A URL with `***` for its user and password. A refused value may be no valid URL, and its password may hold any
 * character: then everything before the last `@` counts as such.
 */
export function withoutPassword(url: string, isRefused: boolean): string {
  return (isRefused ? URL_START : WITH_USER).test(url) && url.includes('@')
    ? `***${url.slice(url.lastIndexOf('@'))}`
    : url;
}

/** A string in JSON, with its quotes. */
const JSON_STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/g;

/** At least as much of JSON as is kept: what comes behind is not worth the time. */
function startWithoutPasswords(json: string, isRefused: boolean): string {
  let start = '';
  let end = 0;
  for (const { 0: string, index } of json.matchAll(JSON_STRING)) {
    const text = JSON.parse(string);
    const shown = withoutPassword(text, isRefused);
    start += json.slice(end, index) + (shown === text ? string : JSON.stringify(shown));
    end = index + string.length;
    if (start.length > KEPT_BYTES) return start;
  }
  return start + json.slice(end);
}

/** What a body of JSON has at least if one of its strings is a URL with a user. Most have no more than an e-mail address. */
const MAY_HOLD_USER = /:[^":]*@|\\/;

function withoutPasswords(body: string, value: unknown, isRefused: boolean): string {
  if (value !== undefined && !MAY_HOLD_USER.test(body)) return body;
  if (!/@|\\u0040/i.test(body)) return body;
  try {
    if (value !== undefined) return startWithoutPasswords(body, isRefused);
  } catch {
    // A regular expression runs out of stack in a string of a million escapes.
  }
  // A password may be anywhere between these.
  const [from, to] = [body.indexOf(':'), Math.max(body.lastIndexOf('@'), body.toLowerCase().lastIndexOf('\\u0040'))];
  return from < to && from >= 0 ? `${body.slice(0, from)}:***${body.slice(to)}` : body;
}
