/** An environment variable without surrounding whitespace; undefined if it is unset, blank or not readable. */
export function environmentVariable(name: `KGITON_${string}`): string | undefined {
  try {
    return globalThis.process?.env[name]?.trim() || undefined;
  } catch {
    // Deno throws without the permission to read it.
    return undefined;
  }
}
