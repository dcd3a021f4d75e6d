/** An address by its scheme. An e-mail address has none. */
const ADDRESS = /^\s*[a-z][a-z0-9+.-]*:/i;

/** An address that has a user before its host. */
const WITH_USER = /^\s*[a-z][a-z0-9+.-]*:[/\\]*[^/\\?#]*@/i;

/**
 * An address with `***` for its user and password. What is refused may be no address at all, and its password anything:
 * then all before the last `@` counts as such.
 */
export function withoutPassword(address: string, isRefused: boolean): string {
  return (isRefused ? ADDRESS : WITH_USER).test(address) && address.includes('@')
    ? `***${address.slice(address.lastIndexOf('@'))}`
    : address;
}

/**
 * A body whose addresses have `***` for their users and passwords: nothing that is kept, shown or logged holds one.
 *
 * @param sent what the body is as JSON; undefined if it is none
 */
export function withoutPasswords(body: string, sent: unknown, isRefused: boolean): string {
  if (!/@|\\u0040/i.test(body)) return body;
  if (sent === undefined) {
    // Somewhere between these a password may be.
    const [from, to] = [body.indexOf(':'), Math.max(body.lastIndexOf('@'), body.toLowerCase().lastIndexOf('\\u0040'))];
    return from < to && from >= 0 ? `${body.slice(0, from)}:***${body.slice(to)}` : body;
  }
  let isChanged = false;
  const kept = JSON.stringify(sent, (_name, value) => {
    const text = typeof value === 'string' ? withoutPassword(value, isRefused) : value;
    isChanged ||= text !== value;
    return text;
  });
  return isChanged ? kept : body;
}
