import type { Document } from './document.js';
import { DOWNLOADS, resolveLink, rootFrom } from './links.js';
import type { Locale } from './locale.js';
import { plainMarkdown } from './markdown/plain.js';
import { renderMarkdown } from './markdown/render.js';
import type { Page } from './page.js';
import { type PlainOperation, type RedocProgram, referenceContent } from './pages/reference-page.js';
import { type OperationSection, operationSections, overviewMarkdown } from './reference/reference-markdown.js';

/** A reference of the site. */
export interface Reference {
  slug: string;
  /** Where its messages are: `reference-page.title`. */
  messages: string;
  document(locale: Locale): Document;
  /** The same document with its references, for Redoc. */
  raw(locale: Locale): object;
  downloads: readonly string[];
}

export const REFERENCES: readonly Reference[] = [
  {
    slug: 'reference',
    messages: 'reference-page',
    document: ({ contract }) => contract,
    raw: ({ raw }) => raw.contract,
    downloads: DOWNLOADS.filter((file) => !file.startsWith('sandbox-')),
  },
  {
    slug: 'sandbox-api',
    messages: 'control-page',
    document: ({ control }) => control,
    raw: ({ raw }) => raw.control,
    downloads: DOWNLOADS.filter((file) => file.startsWith('sandbox-')),
  },
];

export interface ReferencePageOptions {
  reference: Reference;
  locale: Locale;
  /** The document in English: its headings name the anchors of every language. */
  original: Document;
  redoc: RedocProgram;
  /** Path of the document that Redoc draws, below the root of the site. */
  definition: string;
}

/** The page of a reference, with its text in plain form. */
export function referencePage({ reference, locale, original, redoc, definition }: ReferencePageOptions): Page {
  const { messages, language } = locale;
  const { slug, downloads } = reference;
  const document = reference.document(locale);
  const title = messages.get(`${reference.messages}.title`);
  const render = (text: string) =>
    renderMarkdown(text, { messages, resolveLink: (target) => resolveLink(target, language) });

  const overviewText = overviewMarkdown(document, original, locale);
  const overview = render(overviewText);
  const sections = operationSections(document, locale);
  const operations = sections.map((section) => plainOperation(section, document, render));
  const markdownFile = `${slug}.md`;
  const content = {
    messages,
    title,
    overview: overview.html,
    operations,
    redoc,
    document: definition,
    downloads,
    root: rootFrom(language),
    markdownFile,
  };
  return {
    kind: 'reference',
    group: 'reference',
    slug,
    title,
    shortTitle: title,
    description: messages.get(`${reference.messages}.description`),
    body: referenceContent(content),
    headings: [
      ...overview.headings,
      ...['operations', 'downloads'].map((id) => ({ level: 2, id, text: messages.get(`reference-page.${id}`) })),
    ],
    markdown: plainMarkdown(title, [overviewText, ...sections.map(({ markdown }) => markdown)].join('\n\n')),
    parts: operations.map(({ id, title, method }) => ({ id, title, method })),
  };
}

function plainOperation(
  { tag, request, markdown }: OperationSection,
  { tags, webhooks = {} }: Document,
  render: (text: string) => { html: string },
): PlainOperation {
  const { method, address, operation } = request;
  return {
    id: operation.operationId,
    title: operation.summary,
    method: address in webhooks ? 'event' : method,
    address,
    tag: tags.find(({ name }) => name === tag)?.['x-displayName'] ?? tag,
    // As Redoc makes it of the names, which are the same in every language.
    route: `/${tag.toLowerCase()}/${operation.operationId.toLowerCase()}`,
    // Its part of the page has the anchor already.
    body: render(markdown).html.replace(/^<h2 id="[^"]*">/, '<h2>'),
  };
}
