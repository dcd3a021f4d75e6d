import type { ExampleObject, OpenAPI3 } from 'openapi-typescript';
import { memberName } from './jsdoc.js';
import { resolve } from './resolve.js';

interface Webhook {
  post?: { requestBody?: { content?: Record<string, { examples?: Record<string, unknown> }> } };
}

interface Operation {
  operationId?: string;
  responses?: Record<string, unknown>;
}

interface Content {
  content?: Record<string, { examples?: Record<string, unknown> }>;
}

/** The named examples of every event and of every response, as values. */
export function renderExamples(document: OpenAPI3): string {
  const events = Object.entries((document.webhooks ?? {}) as Record<string, Webhook>).map(
    ([event, webhook]) => `  ${memberName(event)}: ${namedValues(document, webhook.post?.requestBody ?? {}, 4)},\n`,
  );
  const operations = Object.values((document.paths ?? {}) as Record<string, { post?: Operation }>).flatMap(
    ({ post: operation }) => (operation ? [renderOperation(document, operation)] : []),
  );
  return `import type { webhooks } from './openapi.js';

/** The body of an event. */
type EventBody<Event extends keyof webhooks> = webhooks[Event]['post']['requestBody']['content']['application/json'];

/** The examples of each event, by name, signed with {@link TEST_WEBHOOK_SECRET}. */
export const webhookExamples = {
${events.join('')}} as const satisfies { [Event in keyof webhooks]: Record<string, EventBody<Event>> };

/** The examples of each response, by operation, status and name. */
export const responseExamples = {
${operations.join('')}} as const;
`;
}

function renderOperation(document: OpenAPI3, { operationId = '', responses = {} }: Operation): string {
  const statuses = Object.entries(responses).map(
    ([status, response]) => `    ${memberName(status)}: ${namedValues(document, resolve(document, response), 6)},\n`,
  );
  return `  ${memberName(operationId)}: {\n${statuses.join('')}  },\n`;
}

function namedValues(document: OpenAPI3, { content }: Content, indent: number): string {
  const margin = ' '.repeat(indent);
  const members = Object.entries(content?.['application/json']?.examples ?? {}).map(([name, example]) => {
    const value = JSON.stringify(resolve<ExampleObject>(document, example).value, null, 2);
    return `${margin}${memberName(name)}: ${value.replaceAll('\n', `\n${margin}`)},\n`;
  });
  return `{\n${members.join('')}${margin.slice(2)}}`;
}
