import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { GUIDES } from './files.js';
import type { Language } from './languages.js';
import { GUIDE_SLUGS } from './navigation.js';

/** A guide as it is written. */
export interface Guide {
  slug: string;
  title: string;
  /** What the navigation calls it, where that is not its title. */
  nav?: string | undefined;
  /** One sentence on what it is for. */
  description: string;
  /** Markdown with directives. */
  source: string;
}

/** The guides of a language, in the order of the navigation. @throws {Error} naming the file that is missing or broken */
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
  /** Of a translation: the fingerprint of what it translates. */
  of?: string;
}

/** Front matter and text of a guide. @throws {Error} naming what is missing */
export function parseGuide(text: string, path: string) {
  const { title, nav, description, of, source } = parseFrontMatter(text);
  if (!title || !description) throw new Error(`${path}: expected front matter with title and description.`);
  return { title, nav, description, source, of };
}

/** What stands in YAML between two lines of `---`, and the text after it. */
export function parseFrontMatter(text: string): FrontMatter & { source: string } {
  const [, front = '', source = text] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  return { ...(parse(front) as FrontMatter | null), source };
}
