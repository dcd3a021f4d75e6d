/** License keys as KGiTON issues them, in any case. */
const LICENSE_KEY = /\b[A-Z0-9]{5}(-[A-Z0-9]{5}){4}\b/gi;

/** The value as a text, without secrets. */
export type Redact = (value: unknown) => string;

/** The value as a text, without license keys and without the secrets given, unless they are too short to be any. */
export function redactAll(secrets: readonly (string | undefined)[], value: unknown): string {
  let text = String(value);
  for (const secret of secrets) if (secret && secret.length > 5) text = text.replaceAll(secret, '[redacted]');
  return text.replace(LICENSE_KEY, '[redacted]');
}

/**
 * The cause of an error, safe to show: itself if all it holds are values without secrets, else a copy of its name, code,
 * message and cause. (A `fetch` of the user's may throw errors that hold the request with its headers.) Errors are known
 * by their form: test runners have an `Error` of their own in each of their worlds.
 */
export function safeCause(cause: unknown, redact: Redact): unknown {
  if (Object(cause) !== cause) return cause && redact(cause);
  const error = cause as Error & { code?: unknown };
  const inner = safeCause(error.cause, redact);
  const isSafe = Reflect.ownKeys(error).every((name) => {
    const value = error[name as keyof Error];
    return value === inner || (Object(value) !== value && redact(value) === String(value));
  });
  if (isSafe) return error;
  const { name, code, message } = error;
  return Object.assign(new Error(redact(message), { cause: inner }), {
    name: redact(name),
    code: code && redact(code),
  });
}
