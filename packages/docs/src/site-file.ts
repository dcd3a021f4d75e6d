import { createHash } from 'node:crypto';

/** A file of the site: its path below the root, with forward slashes, and its content. */
export interface SiteFile {
  path: string;
  /** Text, or the bytes of an image. */
  content: string | Uint8Array;
}

/** A file with a hash of its content in its name, so that hosts may cache it for ever. */
export function asset(name: string, content: string): SiteFile {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return { path: `assets/${name}-${hash}.js`, content };
}
