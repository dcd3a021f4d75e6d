import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same, in a time that tells nothing about them. */
export function isSame(one: string, another: string): boolean {
  return timingSafeEqual(hash(one), hash(another));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
