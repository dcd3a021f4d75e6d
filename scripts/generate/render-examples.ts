import type { ExampleObject, OpenAPI3 } from 'openapi-typescript';
import { memberName } from './jsdoc.js';
import { resolve } from './resolve.js';

interface Webhook {
  post?: { requestBody?: { content?: Record<string, { examples?: Record<string, unknown> }> } };
}

/** The named examples of every event, as values. */
export function renderExamples(document: OpenAPI3): string {
  const events = Object.entries((document.webhooks ?? {}) as Record<string, Webhook>).map(([event, webhook]) => {
    const examples = Object.entries(webhook.post?.requestBody?.content?.['application/json']?.examples ?? {});
    const members = examples.map(([name, example]) => {
      const value = JSON.stringify(resolve<ExampleObject>(document, example).value, null, 2).replaceAll('\n', '\n    ');
      return `    ${memberName(name)}: ${value},\n`;
    });
    return `  ${memberName(event)}: {\n${members.join('')}  },\n`;
  });
  return `import type { webhooks } from './openapi.js';

/** The body of an event. */
type EventBody<Event extends keyof webhooks> = webhooks[Event]['post']['requestBody']['content']['application/json'];

/** The examples of each event, by name, signed with {@link TEST_WEBHOOK_SECRET}. */
export const webhookExamples = {
${events.join('')}} as const satisfies { [Event in keyof webhooks]: Record<string, EventBody<Event>> };
`;
}
