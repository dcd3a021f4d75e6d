/**
 * An address up to the end of its user and password. In JSON its slashes may be escaped, as PHP writes them, and so may
 * be the `@`.
 */
const WITH_USER = /(https?:(?:\\?\/|\\u002f){2})[^"/?#\s]*?(?:@|\\u0040)/gi;

/** A text whose addresses have `***` for their users and passwords: nothing that is kept, shown or logged holds one. */
export function withoutPasswords(text: string): string {
  return text.replace(WITH_USER, '$1***@');
}
