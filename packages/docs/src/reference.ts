import { tryIt } from './directives/index.js';
import { type Body, type DescribedRequest, type Document, type Operation, requestsOf } from './document.js';
import { DOWNLOADS } from './downloads.js';
import type { Locale } from './locale.js';
import { anchored, codeTabs, fence, table } from './markdown/write.js';
import { describeType, propertyTable } from './properties.js';

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
}

export const REFERENCES: readonly Reference[] = [
  {
    slug: 'reference',
    redoc: 'redoc.html',
    messages: 'reference-page',
    document: ({ contract }) => contract,
    bundled: ({ bundled }) => bundled.contract,
    downloads: ['contract', 'postman'],
  },
  {
    slug: 'sandbox-api',
    redoc: 'redoc-sandbox-api.html',
    messages: 'control-page',
    document: ({ control }) => control,
    bundled: ({ bundled }) => bundled.control,
    downloads: ['control'],
  },
];

/** An operation or webhook, as lists show it. Its id is its anchor. */
export interface ListedOperation {
  id: string;
  title: string;
  /** In capitals; `event` for a webhook. */
  method: string;
}

/** A reference as one Markdown page: the overview, the list of operations, the downloads, then every operation. */
export function referenceMarkdown(reference: Reference, locale: Locale, english: Locale) {
  const { slug } = reference;
  const document = reference.document(locale);
  const { webhooks = {} } = document;
  const heading = (id: string) => anchored(`## ${locale.messages.get(`reference-page.${id}`)}`, id);
  const groups = document.tags.map(({ name, 'x-displayName': title = name }) => ({
    title,
    requests: requestsOf(document).filter(({ operation }) => operation.tags[0] === name),
  }));
  const listed = ({ method, address, operation }: DescribedRequest): ListedOperation => ({
    id: operation.operationId,
    title: operation.summary,
    method: address in webhooks ? 'event' : method,
  });
  const item = (request: DescribedRequest) => {
    const { id, title, method } = listed(request);
    const badge = `<span class="method method-${method.toLowerCase()}">${method}</span>`;
    return `- [${badge} ${title} \`${request.address}\`](${slug}.md#${id})`;
  };
  const requests = groups.flatMap((group) => group.requests);
  const downloads = DOWNLOADS.filter(({ holds }) => reference.downloads.includes(holds)).map(({ path }) => path);
  const text = [
    overview(document, reference.document(english), locale),
    heading('operations'),
    ...groups.flatMap((group) => [`### ${group.title}`, group.requests.map(item).join('\n')]),
    `[${locale.messages.get('reference-page.redoc')}](${reference.redoc})`,
    heading('downloads'),
    [...downloads, `${slug}.md`].map((path) => `- [${path}](${path})`).join('\n'),
    ...requests.flatMap((request) => operation(request, reference, locale)),
  ];
  return { text: text.filter(Boolean).join('\n\n'), operations: requests.map(listed) };
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

function operation({ method, address, operation }: DescribedRequest, reference: Reference, locale: Locale): string[] {
  const { requestBody, summary, description = '', operationId } = operation;
  const heading = (key: string) => `### ${locale.messages.get(`reference-page.${key}`)}`;
  const body = requestBody?.content['application/json'];
  const samples = operation['x-codeSamples'] ?? [];
  return [
    '<section class="operation">',
    anchored(`## ${summary}`, operationId),
    `\`${method} ${address}\``,
    description.trim(),
    operationId === 'generatePayment' ? tryIt(['QRIS'], locale) : '',
    ...parameters(operation, locale),
    ...(body
      ? [heading('request-body'), propertiesIn(body, locale, true, requestBody?.description), examplesOf(body)]
      : []),
    heading('responses'),
    ...responses(operation, locale),
    ...callbacks(operation, reference, locale),
    ...(samples.length > 0 ? [heading('samples'), codeTabs(samples)] : []),
    '</section>',
  ];
}

function parameters({ parameters: all = [] }: Operation, locale: Locale): string[] {
  const { messages } = locale;
  if (all.length === 0) return [];
  const rows = all.map(({ name, in: place, required, description = '', schema }) => [
    `\`${name}\`<br><small>${place}${required ? `, ${messages.get('table.required')}` : ''}</small>`,
    describeType(schema, locale),
    description,
  ]);
  const head = ['field', 'type', 'description'].map((key) => messages.get(`table.${key}`));
  return [`### ${messages.get('reference-page.parameters')}`, table(head, rows)];
}

/** A table of all responses, then the body of each success, and of the errors, which is always the same. */
function responses({ responses: all }: Operation, locale: Locale): string[] {
  const head = ['status', 'code', 'meaning'].map((key) => locale.messages.get(`table.${key}`));
  const isError = (status: string) => !status.startsWith('2');
  const rows = Object.entries(all).map(([status, { description, content }]) => {
    const codes = isError(status) ? Object.keys(content?.['application/json']?.examples ?? {}) : [];
    return [status, codes.map((code) => `\`${code}\``).join(' '), description];
  });
  const bodies = Object.entries(all).flatMap(([status, { content }]) => {
    const body = content?.['application/json'];
    return body ? [{ status, body }] : [];
  });
  const errors = bodies.filter(({ status }) => isError(status));
  return [
    table(head, rows),
    ...bodies
      .filter(({ status }) => !isError(status))
      .flatMap(({ status, body }) => [`**${status}**`, propertiesIn(body, locale, false), examplesOf(body)]),
    ...(errors[0]
      ? [`**${errors.map(({ status }) => status).join(', ')}**`, propertiesIn(errors[0].body, locale, false)]
      : []),
  ];
}

/** A callback is a webhook of the document under another name. Both have the same summary. */
function callbacks({ callbacks: all = {} }: Operation, { slug, document }: Reference, locale: Locale): string[] {
  const sent = Object.values(all).flatMap((items) => Object.values(items).flatMap((item) => Object.values(item)));
  const webhooks = Object.values(document(locale).webhooks ?? {}).flatMap((item) => Object.values(item));
  return sent.flatMap(({ summary }) => {
    const webhook = webhooks.find((one) => one.summary === summary);
    const label = locale.messages.get('reference-page.callback');
    return webhook ? `${label} [${summary}](${slug}.md#${webhook.operationId})` : [];
  });
}

/**
 * The description and the properties of a body that is an object.
 *
 * @param isSent whether the partner sends it
 * @param description of the body, for a schema without one
 */
function propertiesIn({ schema }: Body, locale: Locale, isSent: boolean, description = ''): string {
  if (!schema.properties) return '';
  return [schema.description ?? description, propertyTable(schema, locale, { isSent })].filter(Boolean).join('\n\n');
}

function examplesOf({ examples = {} }: Body): string {
  const blocks = Object.entries(examples).map(([label, { value }]) => ({
    lang: 'json',
    label,
    source: JSON.stringify(value, null, 2),
  }));
  return blocks.length > 1 ? codeTabs(blocks, 'example') : blocks.map(({ source }) => fence('json', source)).join('');
}
