import type { Form } from '../directives/directive.js';
import type { DescribedRequest, Document, Operation, Response, Schema } from '../document.js';
import type { Locale } from '../locale.js';
import { anchored, fence } from '../markdown/write.js';
import type { Messages } from '../messages.js';
import { checkoutPrograms } from './checkout-programs.js';
import { type Program, programsOf, programTabs } from './programs.js';
import { type Branch, branchesOf, propertyTree } from './property-tree.js';
import { bodyOf, successOf, takesApiKey } from './sample-request.js';

/** What an operation or webhook takes and gives, as Markdown. Without the site, which shows one of them, the programs are those of the first example. */
export function operationText(
  { address, operation }: DescribedRequest,
  document: Document,
  locale: Locale,
  slugOf: (operationId: string) => string,
  form: Form,
): string {
  const isWebhook = address in (document.webhooks ?? {});
  const body = bodyOf(operation.requestBody);
  const success = bodyOf(successOf(operation.responses)?.response);
  const error = errorBodyOf(operation);
  // Programs with our packages and the handlers of a webhook stand beside the text: the others are left.
  const programs = programsOf(operation).filter(
    ({ language, library }) => library === undefined && (!isWebhook || language === 'cURL'),
  );
  const heading = (key: string) => `## ${locale.messages.get(`operation.${key}`)}`;
  const under = (title: string, content: readonly string[]) =>
    content.some(Boolean) ? [title, ...content.filter(Boolean)] : [];
  const section = (key: string, ...content: readonly string[]) => under(anchored(heading(key), key), content);
  /** The same for every operation: nobody looks for it on a certain page. */
  const common = (key: string, ...content: readonly string[]) => under(heading(key), content);
  const tree = (schema: Schema | undefined, prefix: string | undefined, isSent: boolean, hasMeanings = true) =>
    schema?.properties ? propertyTree(branchesOf(schema), locale, { prefix, isSent, hasMeanings }) : '';
  const says = (schema: Schema | undefined, otherwise = '') =>
    schema?.properties ? (schema.description ?? otherwise).trim() : '';
  return [
    ...section(
      'parameters',
      propertyTree(parametersOf(operation, document), locale, { prefix: 'parameter', isSent: true }),
    ),
    ...section(
      'request',
      says(body?.schema, operation.requestBody?.description),
      tree(body?.schema, 'request', !isWebhook),
    ),
    ...section('responses', responses(operation, document, locale), callbacks(operation, document, locale, slugOf)),
    ...section('response', says(success?.schema), tree(success?.schema, 'response', false)),
    ...common('error', says(error?.schema), tree(error?.schema, undefined, false, false)),
    ...common('headers', propertyTree(headersOf(operation), locale, { isSent: true })),
    ...(programs.length > 0
      ? section(
          isWebhook ? 'sender' : 'programs',
          ...(isWebhook ? [] : [locale.messages.get('operation.programs-help')]),
          isWebhook || form === 'plain'
            ? blocks(programs, locale.messages)
            : forEachExample(operation, programs, locale.messages),
        )
      : []),
  ].join('\n\n');
}

const blocks = (programs: readonly Program[], messages: Messages) =>
  programs.length > 1
    ? programTabs(programs, messages)
    : programs.map(({ lang, source }) => fence(lang, source)).join('');

/** The programs of each example that differs: one of them is shown, by the choice beside the text. */
function forEachExample(operation: Operation, programs: readonly Program[], messages: Messages): string {
  if (!('CHECKOUT_PAGE' in (bodyOf(operation.requestBody)?.examples ?? {}))) return blocks(programs, messages);
  return [programs, checkoutPrograms(operation, programs)]
    .map((each, example) => `<div data-example="${example}">\n\n${blocks(each, messages)}\n\n</div>`)
    .join('\n\n');
}

function parametersOf(operation: Operation, document: Document): Branch[] {
  const { parameters = [] } = operation;
  const { ApiKey } = document.components.securitySchemes ?? {};
  const key = ApiKey && takesApiKey(operation, document) ? [{ ...ApiKey, isRequired: true }] : [];
  return [
    ...key.map(({ name, description, 'x-example': example }) => ({
      name,
      schema: { type: 'string' },
      isRequired: true,
      description,
      place: 'header',
      example,
    })),
    ...parameters.map(({ name, in: place, required = false, description, schema, example }) => ({
      name,
      schema,
      isRequired: required,
      description,
      place,
      example,
    })),
  ];
}

function headersOf({ responses: all }: Operation): Branch[] {
  const headers = Object.assign({}, ...Object.values(all).map(({ headers = {} }) => headers)) as NonNullable<
    Response['headers']
  >;
  return Object.entries(headers).map(([name, { description = '', schema = {} }]) => ({
    name,
    schema,
    isRequired: false,
    description,
  }));
}

const isError = (status: string) => !status.startsWith('2');

function errorBodyOf({ responses: all }: Operation) {
  return Object.entries(all)
    .filter(([status]) => isError(status))
    .map(([, response]) => bodyOf(response))
    .find((body) => body !== undefined);
}

/** Every status, with the codes that it can carry. A code of the contract leads to the guide that says what to do. */
function responses({ responses: all }: Operation, document: Document, locale: Locale): string {
  const hasGuide = document === locale.contract;
  const meanings = document.components.schemas.ErrorCode?.['x-enumDescriptions'] ?? {};
  const items = Object.entries(all).map(([status, response]) => {
    const codes = isError(status) ? Object.keys(bodyOf(response)?.examples ?? {}) : [];
    const named = (code: string) => (hasGuide ? `[\`${code}\`](errors.md#${code})` : `\`${code}\``);
    // A single code means what its status means.
    const lines = codes.map((code) =>
      codes.length > 1
        ? `  - ${named(code)}: ${(meanings[code] ?? '').trim().replaceAll('\n', ' ')}`
        : `  - ${named(code)}`,
    );
    const badge = `<span class="status status-${status[0]}">${status}</span>`;
    return [`- ${badge} ${response.description.trim().replaceAll('\n', ' ')}`, ...lines].join('\n');
  });
  return `<div class="responses">\n\n${items.join('\n')}\n\n</div>`;
}

/** A callback is a webhook of the document under another name. Both have the same summary. */
function callbacks(
  { callbacks: all = {} }: Operation,
  document: Document,
  { messages }: Locale,
  slugOf: (operationId: string) => string,
): string {
  const sent = Object.values(all).flatMap((items) => Object.values(items).flatMap((item) => Object.values(item)));
  const webhooks = Object.values(document.webhooks ?? {}).flatMap((item) => Object.values(item));
  return sent
    .flatMap(({ summary }) => {
      const webhook = webhooks.find((one) => one.summary === summary);
      const label = messages.get('operation.callback');
      return webhook ? `${label} [${summary}](${slugOf(webhook.operationId)}.md)` : [];
    })
    .join('\n\n');
}
