/** Failures that stay until somebody mends something: the certificate, the protocol, the name, the URL or the port. */
const PERMANENT =
  /CERT(_|$)|_LEAF_|peer certificate|WRONG_VERSION_NUMBER|ENOTFOUND|service not known|INVALID_URL|bad port|\d are blocked/;

/** Failures to connect, permanent or not. Where several addresses were tried, the code of the last is all that there is. */
const UNCONNECTED =
  /^(connect |getaddrinfo |E(CONNREFUSED|NETUNREACH|HOSTUNREACH)|ETIMEDOUT$)|: client error \(Connect\): |HTTP Tunneling/i;

/** A certificate of an authority that the runtime does not know. */
const UNTRUSTED = /SELF_SIGNED|ISSUER|_LEAF_/;

/** Why nothing came, as Node.js, Bun and Deno word it. */
export interface NetworkFailure {
  reason: string;
  /** Whether the request cannot have reached anybody. */
  isUnsent: boolean;
  /** Whether there is no use in trying again. */
  isPermanent: boolean;
}

/** @throws whatever looking at the exception throws: it is what a `fetch` of the user's rejected with */
export function networkFailure(exception: unknown): NetworkFailure {
  const { message, code } = innermost(exception) ?? { message: exception };
  const reason = String(message).replace(/\s+/g, ' ').trim();
  const facts = `${reason} ${String(code)}`;
  const isPermanent = PERMANENT.test(facts);
  return {
    reason: reason + adviceOn(facts),
    isPermanent,
    isUnsent: isPermanent || UNCONNECTED.test(reason),
  };
}

function adviceOn(facts: string): string {
  if (UNTRUSTED.test(facts)) return '; name its authority in NODE_EXTRA_CA_CERTS';
  return facts.includes('WRONG_VERSION_NUMBER') ? '; is baseUrl http, not https?' : '';
}

/** The innermost cause that says something: `fetch` itself says only that it failed. */
function innermost(exception: unknown): { message: unknown; code: unknown } | undefined {
  const { cause, message, code } = Object(exception);
  return (cause && innermost(cause)) || ((message || code) && { message: message || code, code });
}
