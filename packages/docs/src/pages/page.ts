import type { Token } from 'markdown-it';
import { expandDirectives } from '../directives/index.js';
import { DOWNLOADS } from '../downloads.js';
import { GROUPS, type Guide } from '../guides.js';
import { rootFrom } from '../languages.js';
import type { Locale } from '../locale.js';
import { renderMarkdown } from '../markdown/render.js';
import type { Heading } from '../markdown/rules.js';
import { plainMarkdown } from '../markdown/write.js';
import { type ListedOperation, REFERENCES, type Reference, referenceMarkdown } from '../reference.js';

/** What a page is made of, in Markdown. */
interface Source {
  kind: 'guide' | 'reference';
  /** Its group in the navigation. */
  group: string;
  /** The name of its file without extension, the same in every language. */
  slug: string;
  title: string;
  /** Its name in the navigation. */
  shortTitle: string;
  description: string;
  text: string;
  /** The operations of a reference, in order. They have entries in the navigation. */
  operations: readonly ListedOperation[];
}

/** A page of the site, without the frame that all pages share. */
export interface Page extends Omit<Source, 'text'> {
  /** HTML. */
  body: string;
  headings: readonly Heading[];
  /** What the body was rendered from. */
  tokens: readonly Token[];
  /** Its text for programs and assistants. */
  markdown: string;
}

/**
 * The pages of a language: first the guides, then the references.
 *
 * @throws {Error} naming the guide that has an invalid directive
 */
export function pagesOf(locale: Locale, english: Locale): Page[] {
  const sources = [
    ...locale.guides.map((guide) => guideSource(guide, locale)),
    ...REFERENCES.map((reference) => referenceSource(reference, locale, english)),
  ];
  return sources.map(({ text, ...source }) => {
    const { messages } = locale;
    const { html, ...rendered } = renderMarkdown(text, { messages, resolveLink: (target) => resolved(target, locale) });
    const markdown = plainMarkdown(source.title, withResolvedDownloads(text, locale));
    return { ...source, ...rendered, body: html, markdown };
  });
}

function guideSource({ slug, title, nav: shortTitle = title, description, source }: Guide, locale: Locale): Source {
  const group = GROUPS.find(({ guides }) => guides.includes(slug))?.name ?? '';
  try {
    const text = expandDirectives(source, locale);
    return { kind: 'guide', group, slug, title, shortTitle, description, text, operations: [] };
  } catch (error) {
    const path = `packages/docs/guides/${locale.language}/${slug}.md`;
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function referenceSource(reference: Reference, locale: Locale, english: Locale): Source {
  const { slug, messages: key } = reference;
  const title = locale.messages.get(`${key}.title`);
  const description = locale.messages.get(`${key}.description`);
  const content = referenceMarkdown(reference, locale, english);
  return { kind: 'reference', group: 'reference', slug, title, shortTitle: title, description, ...content };
}

const isDownload = (target: string) => DOWNLOADS.some(({ path }) => path === target);

/** Guides link to each other's Markdown, as they do in the repository; downloads are at the root of the site. */
function resolved(target: string, { language }: Locale): string {
  if (isDownload(target)) return `${rootFrom(language)}${target}`;
  return target.replace(/^([\w-]+)\.md(#|$)/, '$1.html$2');
}

function withResolvedDownloads(markdown: string, { language }: Locale): string {
  return markdown.replace(/(?<=\]\()[^)\s]+(?=\))/g, (target) =>
    isDownload(target) ? `${rootFrom(language)}${target}` : target,
  );
}
