import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { GUIDES } from './files.js';
import type { Language } from './languages.js';

/** A group of the navigation. Its title is the message `groups.<name>`. */
export interface Group {
  name: string;
  /** Its guides, in reading order. */
  guides: readonly string[];
}

export const GROUPS: readonly Group[] = [
  { name: 'start', guides: ['index', 'quickstart', 'authentication'] },
  { name: 'payments', guides: ['qris', 'checkout-page', 'webhooks', 'payment-status', 'errors', 'idempotency'] },
  {
    name: 'operations',
    guides: [
      'testing',
      'libraries',
      'frameworks',
      'woocommerce',
      'apps',
      'going-live',
      'migration',
      'business',
      'changelog',
    ],
  },
];

export const GUIDE_SLUGS: readonly string[] = GROUPS.flatMap(({ guides }) => guides);

/** A guide as it is written. */
export interface Guide {
  slug: string;
  title: string;
  /** Its name in the navigation, if that differs from its title. */
  nav?: string | undefined;
  /** One sentence about its purpose. */
  description: string;
  /** Markdown with directives. */
  source: string;
}

/** The guides of a language, in the order of the navigation. @throws {Error} naming a missing or invalid file */
export function readGuides(language: Language, folder = GUIDES): Promise<Guide[]> {
  return Promise.all(
    GUIDE_SLUGS.map(async (slug) => {
      const path = join(folder, language, `${slug}.md`);
      return { slug, ...parseGuide(await readFile(path, 'utf8'), path) };
    }),
  );
}

interface FrontMatter {
  title?: string;
  nav?: string;
  description?: string;
  /** Translations only: the fingerprint of the English text. */
  of?: string;
}

/** Front matter and text of a guide. @throws {Error} naming what is missing */
export function parseGuide(text: string, path: string) {
  const { title, nav, description, of, source } = parseFrontMatter(text);
  if (!title || !description) throw new Error(`${path}: expected front matter with title and description.`);
  return { title, nav, description, source, of };
}

/** The YAML between two lines of `---`, and the text after it. */
export function parseFrontMatter(text: string): FrontMatter & { source: string } {
  const [, front = '', source = text] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  return { ...(parse(front) as FrontMatter | null), source };
}
