import type { FormatDefinition } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

type StringFormat = RegExp | ((text: string) => boolean);

/** The formats of `ajv-formats`, none of which throws; an address is also one that a program can open. */
export const formats = Object.fromEntries(
  Object.entries({ ...fullFormats, uri }).map(([name, format]) => {
    if (format instanceof RegExp || typeof format === 'function') return [name, guarded(format)];
    if (typeof format !== 'object' || ('type' in format && format.type === 'number')) return [name, format];
    return [name, guarded((format as FormatDefinition<string>).validate as StringFormat)];
  }),
);

/** By RFC 3986, and by the URL standard (a port is at most 65535), whose constructor throws. */
function uri(text: string): boolean {
  return (fullFormats.uri as (text: string) => boolean)(text) && Boolean(new URL(text));
}

/** What the compiled code makes of a `pattern`. */
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

/** A text of some megabytes can exhaust the stack of a regular expression; then it has not the form that was asked for. */
function isTrue(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
