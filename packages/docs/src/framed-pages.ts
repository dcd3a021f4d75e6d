import { folderOf } from './languages.js';
import type { Locale } from './locale.js';
import type { Page } from './page.js';
import { guideContent, type Neighbour, tableOfContents } from './pages/guide-page.js';
import { type Assets, renderPage } from './pages/layout.js';
import type { NavigationEntry } from './pages/navigation-menu.js';
import type { SiteFile } from './site-file.js';

export interface FrameOptions {
  locale: Locale;
  pages: readonly Page[];
  assets: Assets;
  /** The program of the reference pages, below the root of the site. */
  referenceScript: string;
  siteUrl: string | undefined;
}

/** The pages of an locale as files: each in the frame that they share. */
export function framedPages({ locale, pages, assets, referenceScript, siteUrl }: FrameOptions): SiteFile[] {
  const { language, messages } = locale;
  const navigation = pages.map(navigationEntry);
  return pages.map((page, index) => {
    const { kind, slug, title, description, body, headings } = page;
    const file = fileOf(page);
    const frame = { language, messages, file, title, description, navigation, assets, siteUrl, kind, slug };
    const article = {
      messages,
      title,
      body,
      markdownFile: `${slug}.md`,
      previous: neighbour(pages[index - 1]),
      next: neighbour(pages[index + 1]),
    };
    const aside = tableOfContents(headings, messages);
    const content =
      kind === 'guide'
        ? renderPage({ ...frame, content: guideContent(article), aside })
        : renderPage({ ...frame, content: body, aside, scripts: [referenceScript] });
    return { path: `${folderOf(language)}${file}`, content };
  });
}

function navigationEntry(page: Page): NavigationEntry {
  const parts = page.parts.map(({ id, title, method }) => ({ href: `${fileOf(page)}#${id}`, title, method }));
  return { group: page.group, file: fileOf(page), title: page.shortTitle, parts };
}

function neighbour(page: Page | undefined): Neighbour | undefined {
  return page && { file: fileOf(page), title: page.shortTitle };
}

function fileOf({ slug }: Page): string {
  return `${slug}.html`;
}
