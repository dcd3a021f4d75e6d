/** License keys as KGiTON issues them, in upper or lower case. */
const LICENSE_KEY = /\b[A-Z0-9]{5}(-[A-Z0-9]{5}){4}\b/gi;

/** The value as a string, without secrets. */
export type Redact = (value: unknown) => string;

/** The value as a string, without license keys and the given secrets. Strings too short to be secrets stay. */
export function redactAll(secrets: readonly (string | undefined)[], value: unknown): string {
  let text = String(value);
  for (const secret of secrets) if (secret && secret.length > 5) text = text.replaceAll(secret, '[redacted]');
  return text.replace(LICENSE_KEY, '[redacted]');
}

/**
 * The cause of an error, safe to show: the error itself if its properties contain no secrets, otherwise a copy of its
 * name, code, message and cause. (A custom `fetch` may throw errors that contain the request with its headers.) Errors
 * are recognized by their shape, because test runners have a separate `Error` in each realm.
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
