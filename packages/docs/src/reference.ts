import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parse } from 'yaml';
import { type DescribedRequest, type Document, requestsOf } from './document.js';
import { DOWNLOADS } from './downloads.js';
import { ROOT } from './files.js';
import type { Language } from './languages.js';
import type { Locale } from './locale.js';
import { anchored } from './markdown/write.js';
import { CATALOGUES } from './translation/catalogue.js';

/** A reference of the site. */
export interface Reference {
  slug: string;
  /** The page that Redoc makes of the same document. */
  redoc: string;
  /** The key of its title and description in the messages. */
  messages: string;
  document(locale: Locale): Document;
  /** The same document with its references. */
  bundled(locale: Locale): object;
  /** What its downloads hold. */
  downloads: readonly string[];
  /** The document that is edited, and its translation: files of the repository. */
  sources: { document: string; translation: string };
}

export const REFERENCES: readonly Reference[] = [
  {
    slug: 'reference',
    redoc: 'redoc.html',
    messages: 'reference-page',
    document: ({ contract }) => contract,
    bundled: ({ bundled }) => bundled.contract,
    downloads: ['contract', 'postman'],
    sources: { document: 'openapi/openapi.yaml', translation: CATALOGUES[0].catalogue },
  },
  {
    slug: 'sandbox-api',
    redoc: 'redoc-sandbox-api.html',
    messages: 'control-page',
    document: ({ control }) => control,
    bundled: ({ bundled }) => bundled.control,
    downloads: ['control'],
    sources: { document: 'openapi/sandbox.yaml', translation: CATALOGUES[1].catalogue },
  },
];

/** An operation or webhook, as lists show it. */
export interface ListedOperation {
  /** Its anchor in the list of its reference. */
  id: string;
  /** The name of its page. */
  slug: string;
  title: string;
  /** In capitals; `event` for a webhook. */
  method: string;
}

/** An operation or webhook of a reference, with the group that it is in. */
export interface GroupedRequest extends DescribedRequest {
  group: string;
  listed: ListedOperation;
}

/** The operations and webhooks of a reference, group by group. */
export function requestsByGroup({ slug }: Reference, document: Document): GroupedRequest[] {
  const { webhooks = {} } = document;
  return document.tags.flatMap(({ name, 'x-displayName': group = name }) =>
    requestsOf(document)
      .filter(({ operation }) => operation.tags[0] === name)
      .map((request) => {
        const { operationId: id, summary: title } = request.operation;
        const method = request.address in webhooks ? 'event' : request.method;
        return { ...request, group, listed: { id, slug: operationSlug(slug, id), title, method } };
      }),
  );
}

/** What is edited to change a reference, or its operation at an address: a file of the repository. */
export function sourceOf({ sources }: Reference, language: Language, address?: string): string {
  if (language !== 'en') return sources.translation;
  if (address === undefined) return sources.document;
  const { paths, webhooks = {} } = parse(readFileSync(`${ROOT}${sources.document}`, 'utf8')) as Document;
  const { $ref = '' } = { ...paths, ...webhooks }[address] as { $ref?: string };
  return posix.join(posix.dirname(sources.document), $ref);
}

/** The name of the page of an operation: `reference-generate-payment`. */
export function operationSlug(reference: string, operationId: string): string {
  return `${reference}-${operationId.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The names of all pages of the references, the same in every language. */
export function referenceSlugs(locale: Locale): string[] {
  return REFERENCES.flatMap((reference) => [
    reference.slug,
    ...requestsByGroup(reference, reference.document(locale)).map(({ listed }) => listed.slug),
  ]);
}

/** The first page of a reference in Markdown: what the document says of itself, the operations, the downloads. */
export function referenceMarkdown(reference: Reference, locale: Locale, english: Locale): string {
  const { slug } = reference;
  const document = reference.document(locale);
  const requests = requestsByGroup(reference, document);
  const heading = (id: string) => anchored(`## ${locale.messages.get(`reference-page.${id}`)}`, id);
  const item = ({ address, listed: { id, slug, title, method } }: GroupedRequest) => {
    const badge = `<span class="method method-${method.toLowerCase()}">${method}</span>`;
    return anchored(`- [${badge} ${title} \`${address}\`](${slug}.md)`, id);
  };
  const groups = [...new Set(requests.map(({ group }) => group))];
  const downloads = DOWNLOADS.filter(({ holds }) => reference.downloads.includes(holds)).map(({ path }) => path);
  const text = [
    overview(document, reference.document(english), locale),
    heading('operations'),
    ...groups.flatMap((group) => [
      `### ${group}`,
      requests
        .filter((request) => request.group === group)
        .map(item)
        .join('\n'),
    ]),
    `[${locale.messages.get('reference-page.redoc')}](${reference.redoc})`,
    heading('downloads'),
    [...downloads, `${slug}.md`].map((path) => `- [${path}](${path})`).join('\n'),
  ];
  return text.join('\n\n');
}

/** @param original the document in English: its headings name the anchors of every language */
function overview({ info, servers }: Document, original: Document, { messages }: Locale): string {
  const facts = [
    `- ${messages.get('reference-page.version')}: ${info.version}`,
    ...servers.map(({ url, description }) => `- ${messages.get('reference-page.server')}: \`${url}\` (${description})`),
  ];
  const slugs = (original.info.description.match(HEADING) ?? []).map(slugOf);
  const description = info.description.trim().replace(HEADING, (heading) => anchored(heading, slugs.shift() ?? ''));
  return [info.summary, facts.join('\n'), description].join('\n\n');
}

const HEADING = /^##+ .+$/gm;

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
