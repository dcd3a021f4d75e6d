/** License keys as KGiTON issues them. */
const LICENSE_KEY = /\b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}\b/g;

/** The value as a text, without secrets. */
export type Redact = (value: unknown) => string;

/** The value as a text, without license keys and without the secrets given, unless they are too short to be any. */
export function redactAll(secrets: readonly (string | undefined)[], value: unknown): string {
  return secrets
    .filter((secret): secret is string => !!secret && secret.length > 5)
    .reduce((text, secret) => text.replaceAll(secret, '[redacted]'), String(value))
    .replace(LICENSE_KEY, '[redacted]');
}

/**
 * The cause of an error, safe to show: itself if all it holds are values without secrets, else a copy of its name, code,
 * message and cause. (A `fetch` of the user's may throw errors that hold the request with its headers.)
 */
export function safeCause(cause: unknown, redact: Redact): unknown {
  if (!(cause instanceof Error)) return cause && redact(cause);
  const inner = safeCause(cause.cause, redact);
  const isSafe = Object.getOwnPropertyNames(cause).every((name) => {
    const value = cause[name as keyof Error];
    return value === inner || (Object(value) !== value && redact(value) === String(value));
  });
  if (isSafe) return cause;
  const { name, code } = cause as Error & { code?: unknown };
  return Object.assign(new Error(redact(cause.message), { cause: inner }), { name, code });
}
