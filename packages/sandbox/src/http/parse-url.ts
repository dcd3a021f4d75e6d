/**
 * The URL of a text, or undefined. Not `URL.canParse`, which Node 20 gets wrong for Latin-1 text such as
 * `https://dökumente.example` once V8 has optimised the call.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
