import { expandDirectives } from './directives/index.js';
import { resolveDownloads, resolveLink } from './links.js';
import type { Locale } from './locale.js';
import { plainMarkdown } from './markdown/plain.js';
import { renderMarkdown } from './markdown/render.js';
import { GROUPS } from './navigation.js';
import type { Page } from './page.js';

/** The guides of an locale as pages. @throws {Error} naming the guide that has a directive which there is not */
export function guidePages(locale: Locale): Page[] {
  const { language, messages } = locale;
  return locale.guides.map(({ slug, title, nav: shortTitle = title, description, source }) => {
    const text = inGuide(`${language}/${slug}.md`, () => expandDirectives(source, locale));
    const { html, headings } = renderMarkdown(text, {
      messages,
      resolveLink: (target) => resolveLink(target, language),
    });
    const group = GROUPS.find(({ guides }) => guides.includes(slug))?.name ?? '';
    const markdown = plainMarkdown(title, resolveDownloads(text, language));
    return { kind: 'guide', group, slug, title, shortTitle, description, body: html, headings, markdown, parts: [] };
  });
}

function inGuide<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new Error(`packages/docs/guides/${path}: ${(error as Error).message}`, { cause: error });
  }
}
