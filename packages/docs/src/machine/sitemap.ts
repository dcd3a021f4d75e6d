import { escapeText } from '../markdown/highlight.js';

/** A page and its twin in each other language, by language; addresses are whole. */
export type Alternates = Readonly<Record<string, string>>;

/** The list of all pages for search engines (sitemaps.org), with the language of each. */
export function sitemap(pages: readonly Alternates[]): string {
  const urls = pages.flatMap((alternates) =>
    Object.values(alternates).map((address) => {
      const links = Object.entries(alternates).map(
        ([language, href]) => `    <xhtml:link rel="alternate" hreflang="${language}" href="${escapeText(href)}"/>\n`,
      );
      return `  <url>\n    <loc>${escapeText(address)}</loc>\n${links.join('')}  </url>\n`;
    }),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls.join('')}</urlset>
`;
}
