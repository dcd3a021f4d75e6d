import { expandDirectives } from './directives/index.js';
import type { Edition } from './edition.js';
import { resolveDownloads, resolveLink } from './links.js';
import { plainMarkdown } from './markdown/plain.js';
import { renderMarkdown } from './markdown/render.js';
import { GROUPS } from './navigation.js';
import type { Page } from './page.js';

/** The guides of an edition as pages. @throws {Error} naming the guide that has a directive which there is not */
export function guidePages(edition: Edition): Page[] {
  const { language, words } = edition;
  return edition.guides.map(({ slug, title, nav: shortTitle = title, description, source }) => {
    const text = inGuide(`${language}/${slug}.md`, () => expandDirectives(source, edition));
    const { html, headings } = renderMarkdown(text, { words, resolveLink: (target) => resolveLink(target, language) });
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
