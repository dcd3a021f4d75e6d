import { describeType } from '../describe-type.js';
import type { Context } from '../directives/context.js';
import { propertyTable } from '../directives/properties.js';
import { type Body, type DescribedRequest, type Document, type Operation, requestsOf } from '../document.js';
import { anchored } from '../markdown/anchors.js';
import { table } from '../markdown/table.js';

type ReferenceContext = Pick<Context, 'messages' | 'language'>;

/**
 * What stands before the operations.
 *
 * @param original the document in English: its headings name the anchors of every language
 */
export function overviewMarkdown(
  { info, servers }: Document,
  original: Document,
  { messages }: ReferenceContext,
): string {
  const facts = [
    `- ${messages.get('reference-page.version')}: ${info.version}`,
    ...servers.map(({ url, description }) => `- ${messages.get('reference-page.server')}: \`${url}\` (${description})`),
  ];
  const anchors = headingsOf(original.info.description).map(slugOf);
  const description = info.description.trim().replace(HEADING, (heading) => anchored(heading, anchors.shift() ?? ''));
  return [info.summary, facts.join('\n'), description].join('\n\n');
}

const HEADING = /^##+ .+$/gm;

function headingsOf(markdown: string): string[] {
  return markdown.match(HEADING) ?? [];
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** An operation in plain Markdown. */
export interface OperationSection {
  tag: string;
  request: DescribedRequest;
  markdown: string;
}

/** Every operation and webhook, in the order of the tags. */
export function operationSections(document: Document, context: ReferenceContext): OperationSection[] {
  return document.tags.flatMap(({ name }) =>
    requestsOf(document)
      .filter(({ operation }) => operation.tags[0] === name)
      .map((request) => ({ tag: name, request, markdown: operationMarkdown(request, context) })),
  );
}

function operationMarkdown({ method, address, operation }: DescribedRequest, context: ReferenceContext): string {
  const { messages } = context;
  const { requestBody, summary, description = '', operationId } = operation;
  const heading = (key: string) => `### ${messages.get(`reference-page.${key}`)}`;
  const body = requestBody?.content['application/json'];
  return [
    anchored(`## ${summary}`, operationId),
    `\`${method} ${address}\``,
    description.trim(),
    ...parameters(operation, context),
    ...(body ? [heading('request-body'), ...propertyTables(body, context, true, requestBody?.description)] : []),
    heading('responses'),
    ...responses(operation, context),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function parameters({ parameters: all = [] }: Operation, { messages, language }: ReferenceContext): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, in: place, required, description = '', schema }) => [
    `\`${name}\`<br><small>${place}${required ? `, ${messages.get('table.required')}` : ''}</small>`,
    describeType(schema, messages, language),
    description,
  ]);
  const head = ['field', 'type', 'description'].map((key) => messages.get(`table.${key}`));
  return [`### ${messages.get('reference-page.parameters')}`, table(head, rows)];
}

function responses({ responses: all }: Operation, context: ReferenceContext): string[] {
  const { messages } = context;
  const rows = Object.entries(all).map(([status, { description, content }]) => {
    const codes = Number(status) >= 400 ? Object.keys(content?.['application/json']?.examples ?? {}) : [];
    return [status, codes.map((code) => `\`${code}\``).join(' '), description];
  });
  const head = ['status', 'code', 'meaning'].map((key) => messages.get(`table.${key}`));
  const successes = Object.entries(all).flatMap(([status, { content }]) => {
    const body = content?.['application/json'];
    return status.startsWith('2') && body ? [`**${status}**`, ...propertyTables(body, context, false)] : [];
  });
  return [table(head, rows), ...successes];
}

/**
 * The table of a body that is an object.
 *
 * @param isSent whether a partner sends it
 * @param description of the body, for a schema that has none of its own
 */
function propertyTables({ schema }: Body, context: ReferenceContext, isSent: boolean, description = ''): string[] {
  return schema.properties ? [schema.description ?? description, propertyTable(schema, context, { isSent })] : [];
}
