import type { FormatDefinition } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

type StringFormat = RegExp | ((text: string) => boolean);

/** The formats of `ajv-formats`, made safe: none throws, and a `uri` also parses as a URL. */
export const formats = Object.fromEntries(
  Object.entries({ ...fullFormats, uri }).map(([name, format]) => {
    if (format instanceof RegExp || typeof format === 'function') return [name, guarded(format)];
    if (typeof format !== 'object' || ('type' in format && format.type === 'number')) return [name, format];
    return [name, guarded((format as FormatDefinition<string>).validate as StringFormat)];
  }),
);

/** Valid by RFC 3986 and by the URL standard, whose constructor throws (for a port above 65535, for example). */
function uri(text: string): boolean {
  return (fullFormats.uri as (text: string) => boolean)(text) && Boolean(new URL(text));
}

/** How the compiled code creates the regular expression of a `pattern`. */
export const guardedRegExp = Object.assign((pattern: string, flags: string) => new GuardedRegExp(pattern, flags), {
  code: 'guardedRegExp',
});

class GuardedRegExp extends RegExp {
  override test(text: string): boolean {
    return isTrue(text, () => super.test(text));
  }
}

function guarded(format: StringFormat): (text: string) => boolean {
  return (text) => isTrue(text, () => (format instanceof RegExp ? format.test(text) : format(text)));
}

/** No URL, address or time is longer, in UTF-16 code units. */
const LONGEST = 100_000;

/**
 * Whether a text passes a check. One that is longer than any can be counts as invalid: matching a megabyte takes long, and
 * several megabytes exhaust the stack of a regular expression.
 */
function isTrue(text: string, check: () => boolean): boolean {
  if (text.length > LONGEST) return false;
  try {
    return check();
  } catch {
    return false;
  }
}
