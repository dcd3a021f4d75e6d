import { folderOf, type Language } from './languages.js';

/** Files at the root of the site that pages of every language link to. */
export const DOWNLOADS = [
  'openapi.yaml',
  'openapi.json',
  'openapi-3.0.yaml',
  'sandbox-openapi.yaml',
  'sandbox-openapi.json',
  'kgiton.postman_collection.json',
];

/** The way from the pages of a language to the root of the site. */
export function rootFrom(language: Language): string {
  return folderOf(language) === '' ? '' : '../';
}

/** The Markdown of a page with links to the downloads that lead to the root; its links to other pages are right as they are. */
export function resolveDownloads(markdown: string, language: Language): string {
  return markdown.replace(/(?<=\]\()[^)\s]+(?=\))/g, (target) =>
    DOWNLOADS.includes(target) ? `${rootFrom(language)}${target}` : target,
  );
}

/** Where a link in a guide leads on the site: guides link to each other's Markdown, as they do in the repository. */
export function resolveLink(target: string, language: Language): string {
  if (DOWNLOADS.includes(target)) return `${rootFrom(language)}${target}`;
  return target.replace(/^([\w-]+)\.md(#|$)/, '$1.html$2');
}
