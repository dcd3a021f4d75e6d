/** Failures that persist until somebody fixes the certificate, the protocol, the host name, the URL or the port. */
const PERMANENT =
  /CERT(_|$)|_LEAF_|peer certificate|WRONG_VERSION_NUMBER|ENOTFOUND|service not known|INVALID_URL|bad port|\d are blocked/;

/** Failures to connect, permanent or not. If several addresses were tried, only the code of the last is known. */
const UNCONNECTED =
  /^(connect |getaddrinfo |E(CONNREFUSED|NETUNREACH|HOSTUNREACH)|ETIMEDOUT$)|: client error \(Connect\): |HTTP Tunneling/i;

/** A certificate from an authority that the runtime does not trust. */
const UNTRUSTED = /SELF_SIGNED|ISSUER|_LEAF_/;

/** Why there was no response, in the words of Node.js, Bun or Deno. */
export interface NetworkFailure {
  reason: string;
  /** Whether the request cannot have reached a server. */
  isUnsent: boolean;
  /** Whether a retry is pointless. */
  isPermanent: boolean;
}

/** @throws whatever inspecting the exception throws: a `fetch` that the user passed may reject with anything */
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

/** The innermost cause with a message or code: the error of `fetch` itself says only that it failed. */
function innermost(exception: unknown): { message: unknown; code: unknown } | undefined {
  const { cause, message, code } = Object(exception);
  return (cause && innermost(cause)) || ((message || code) && { message: message || code, code });
}
