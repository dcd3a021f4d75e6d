import { createHash } from 'node:crypto';

/** Tells one English text from another: 8 hex digits. A translation carries that of the text that it translates. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 8);
}
