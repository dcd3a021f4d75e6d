/** An environment variable without white space around it; undefined where it is unset, blank, or not to be read. */
export function environmentVariable(name: `KGITON_${string}`): string | undefined {
  try {
    return globalThis.process?.env[name]?.trim() || undefined;
  } catch {
    // Deno without the permission to read it.
    return undefined;
  }
}
