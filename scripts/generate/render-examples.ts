import type { ExampleObject, OpenAPI3 } from 'openapi-typescript';
import { type Body, examplesOf, operationsOf, resolve } from './document.js';
import { propertyKey } from './typescript.js';

/** The named examples of every event and every response, as values. */
export function renderExamples(document: OpenAPI3): string {
  const events = operationsOf(document, 'webhooks').map(
    ({ path, requestBody }) => `  ${propertyKey(path)}: ${namedValues(document, requestBody, 4)},\n`,
  );
  const operations = operationsOf(document).map(({ operationId, responses }) => {
    const statuses = responses.map(
      ([status, body]) => `    ${propertyKey(status)}: ${namedValues(document, body, 6)},\n`,
    );
    return `  ${propertyKey(operationId)}: {\n${statuses.join('')}  },\n`;
  });
  return `import type { webhooks } from './openapi.js';

/** The body of an event. */
type EventBody<Event extends keyof webhooks> = webhooks[Event]['post']['requestBody']['content']['application/json'];

/** The examples of each event by name, signed with {@link TEST_WEBHOOK_SECRET}. */
export const webhookExamples = {
${events.join('')}} as const satisfies { [Event in keyof webhooks]: Record<string, EventBody<Event>> };

/** The examples of each response, by operation, status and name. */
export const responseExamples = {
${operations.join('')}} as const;
`;
}

function namedValues(document: OpenAPI3, body: Body | undefined, indent: number): string {
  const margin = ' '.repeat(indent);
  const properties = Object.entries(examplesOf(body)).map(([name, example]) => {
    const value = JSON.stringify(resolve<ExampleObject>(document, example).value, null, 2);
    return `${margin}${propertyKey(name)}: ${value.replaceAll('\n', `\n${margin}`)},\n`;
  });
  return `{\n${properties.join('')}${margin.slice(2)}}`;
}
