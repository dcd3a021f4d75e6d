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
    return isTrue(() => super.test(text));
  }
}

function guarded(format: StringFormat): (text: string) => boolean {
  return format instanceof RegExp ? (text) => isTrue(() => format.test(text)) : (text) => isTrue(() => format(text));
}

/** A string of several megabytes can exhaust the stack of a regular expression. It then counts as invalid. */
function isTrue(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
