import { createHash } from 'node:crypto';

/** A file of the site: its path below the root, with forward slashes, and its content. */
export interface SiteFile {
  path: string;
  content: string;
}

/** A file that never changes under its name: the name carries a hash of the content, so hosts may cache it for ever. */
export function asset(name: string, extension: string, content: string): SiteFile {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return { path: `assets/${name}-${hash}.${extension}`, content };
}
