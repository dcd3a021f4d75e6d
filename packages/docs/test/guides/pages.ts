import { expandDirectives } from '../../src/directives/index.js';
import { LANGUAGES, type Language } from '../../src/languages.js';
import { type Locale, readLocale } from '../../src/locale.js';
import type { PackageSource } from '../../src/packages.js';

/** A block of code of a guide, as its readers see it. */
export interface Block {
  /** Where it stands: the page and the anchor of its section, and its number where a section has several of a language. */
  place: string;
  /** What it is written in: `sh`, `ts`, `json` … */
  language: string;
  /** Whether the guide says, by `no-run`, that it is not to be run as it stands. */
  isMarked: boolean;
  code: string;
}

/** A guide in one language, with its directives expanded. */
export interface GuidePage {
  slug: string;
  language: Language;
  markdown: string;
  blocks: Block[];
}

const FENCE = /^( *)```(\S+)(.*)\n([\s\S]*?)^\1```$/gm;

/** Every guide in every language, in the order of the navigation, for readers who have the packages from there. */
export async function pagesFor(packages: PackageSource): Promise<GuidePage[]> {
  return (await Promise.all(LANGUAGES.map((language) => readLocale(language, { packages })))).flatMap(pagesOf);
}

export const pages: readonly GuidePage[] = await pagesFor('clone');

/** The blocks of every page in one language, or in all. */
export function blocksIn(code: string, language?: Language): Block[] {
  const chosen = pages.filter((page) => !language || page.language === language);
  return chosen.flatMap(({ blocks }) => blocks.filter((block) => block.language === code));
}

/** @throws {Error} when the guides have no such block any more */
export function blockAt(place: string, code = 'sh', language: Language = 'en'): Block {
  const block = blocksIn(code, language).find((candidate) => candidate.place === place);
  if (!block) throw new Error(`The guides have no block of ${code} at ${place}.`);
  return block;
}

/** A command or program for servers that listen on these ports instead of the sandbox's and the handler's own. */
export function withPorts(code: string, ports: { sandbox: number; handler: number }): string {
  return code
    .replaceAll('localhost:4020', `localhost:${ports.sandbox}`)
    .replaceAll('localhost:3000', `localhost:${ports.handler}`);
}

function pagesOf(locale: Locale): GuidePage[] {
  return locale.guides.map(({ slug, source }) => {
    const markdown = expandDirectives(source, locale);
    return { slug, language: locale.language, markdown, blocks: blocksOf(slug, markdown) };
  });
}

function blocksOf(slug: string, markdown: string): Block[] {
  const seen = new Map<string, number>();
  return [...markdown.matchAll(FENCE)].map(
    ({ index, 1: indent = '', 2: language = '', 3: words = '', 4: code = '' }) => {
      const anchor = [...markdown.slice(0, index).matchAll(/^#.*\{#([\w-]+)\}$/gm)].at(-1)?.[1];
      const section = anchor ? `${slug}#${anchor}` : slug;
      const number = (seen.get(`${section} ${language}`) ?? 0) + 1;
      seen.set(`${section} ${language}`, number);
      return {
        place: number === 1 ? section : `${section}/${number}`,
        language,
        isMarked: words.split(' ').includes('no-run'),
        code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      };
    },
  );
}
