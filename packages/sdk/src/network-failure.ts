/** Failures that stay until somebody mends something: the certificate, the name, the URL or the port. */
const PERMANENT = /CERT(_|$)|_LEAF_|peer certificate|ENOTFOUND|service not known|INVALID_URL|bad port|\d are blocked/;

/** Failures to connect, permanent or not. */
const UNCONNECTED = /^(connect |getaddrinfo |ECONNREFUSED)|: client error \(Connect\): |HTTP Tunneling/i;

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
  const reason = String(message);
  const facts = `${reason} ${String(code)}`;
  const isPermanent = PERMANENT.test(facts);
  return {
    reason: UNTRUSTED.test(facts) ? `${reason}; name its authority in NODE_EXTRA_CA_CERTS` : reason,
    isPermanent,
    isUnsent: isPermanent || UNCONNECTED.test(reason),
  };
}

/** The innermost cause that says something: `fetch` itself says only that it failed. */
function innermost(exception: unknown): { message: unknown; code: unknown } | undefined {
  const { cause, message, code } = Object(exception);
  return (cause && innermost(cause)) || ((message || code) && { message: message || code, code });
}
