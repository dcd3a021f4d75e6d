import { createHash } from 'node:crypto';

/** Names an account where its API key must not be seen. A random key cannot be found from it. */
export function accountIdOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex').slice(0, 16);
}
