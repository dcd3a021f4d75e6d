import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { folderOf, LANGUAGES, type Language } from '../../src/languages.js';
import type { SiteFile } from '../../src/site-file.js';
import type { BuiltSite } from './global-setup.js';
import { type HtmlElement, parseHtml } from './html.js';

/** A page of the site, with its frame. */
export interface SitePage {
  /** Below the root of the site: `en/qris.html`. */
  path: string;
  language: Language;
  /** Its name in every language: `qris`. */
  slug: string;
  /** What it says of itself to search engines. */
  description: string | undefined;
  html: HtmlElement;
  main: HtmlElement;
}

/** Parsed when a test first looks into it: most tests look into a few. */
class MadePage implements SitePage {
  readonly path: string;
  readonly language: Language;
  readonly slug: string;
  readonly #content: string;
  #html: HtmlElement | undefined;
  #main: HtmlElement | undefined;

  constructor(path: string, language: Language, slug: string, content: string) {
    this.path = path;
    this.language = language;
    this.slug = slug;
    this.#content = content;
  }

  get html(): HtmlElement {
    this.#html ??= parsePage(this.path, this.#content);
    return this.#html;
  }

  get main(): HtmlElement {
    this.#main ??= this.html.one('main');
    return this.#main;
  }

  get description(): string | undefined {
    const description = this.html.all('meta').find((meta) => meta.attribute('name') === 'description');
    return description?.attribute('content');
  }
}

/** The content of every file of a site, by its path. */
export class MadeSite {
  readonly files: ReadonlyMap<string, string>;
  /** Every page but the 404 page. */
  readonly pages: readonly SitePage[];

  constructor(files: readonly SiteFile[]) {
    this.files = new Map(files.map(({ path, content }) => [path, String(content)]));
    this.pages = LANGUAGES.flatMap((language) => {
      const isPage = new RegExp(`^${folderOf(language)}([\\w-]+)\\.html$`);
      return files.flatMap(({ path, content }) => {
        const slug = isPage.exec(path)?.[1];
        // The pages of Redoc are not ours.
        if (!slug || slug === '404' || slug.startsWith('redoc')) return [];
        return new MadePage(path, language, slug, String(content));
      });
    });
  }

  /** @throws {Error} where the site has no such file */
  content(path: string): string {
    const content = this.files.get(path);
    if (content === undefined) throw new Error(`The site has no ${path}.`);
    return content;
  }

  /** @throws {Error} where the site has no such page */
  page(language: Language, slug: string): SitePage {
    const page = this.pages.find((one) => one.language === language && one.slug === slug);
    if (!page) throw new Error(`The site has no page ${slug} in ${language}.`);
    return page;
  }
}

/** A site that is built once for all tests: as it is in a clone, or as it is published. */
export function madeSite(which: 'site' | 'publishedSite' = 'site'): Promise<MadeSite> {
  // A worker runs many files.
  made[which] ??= readSite(inject(which));
  return made[which];
}

const made: Partial<Record<'site' | 'publishedSite', Promise<MadeSite>>> = {};

async function readSite({ folder, paths }: BuiltSite): Promise<MadeSite> {
  return new MadeSite(
    await Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') }))),
  );
}

/** @throws {Error} naming the page whose HTML a browser would have to mend */
function parsePage(path: string, content: string): HtmlElement {
  try {
    return parseHtml(content);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
