import type { Document, Operation, PathItem, Schema } from '../../src/document.js';

/** One request that a document describes: `address` is its path, the name of its webhook, or where a callback goes. */
export interface DocumentedRequest {
  method: string;
  address: string;
  operation: Operation;
}

/** The operations of a document, and its webhooks. */
export function documentedRequests({ paths, webhooks = {} }: Document): DocumentedRequest[] {
  return [...requestsIn(paths), ...requestsIn(webhooks)];
}

/** The callbacks of an operation. */
export function callbacksOf(operation: Operation): DocumentedRequest[] {
  const { callbacks = {} } = operation as { callbacks?: Record<string, Record<string, PathItem>> };
  return Object.values(callbacks).flatMap(requestsIn);
}

/** The responses of an operation, with the names of their properties and the error codes they may carry. */
export function responsesOf(operation: Operation) {
  return Object.entries(operation.responses).map(([status, { description, content }]) => {
    const { schema = {}, examples = {} } = content?.['application/json'] ?? {};
    const codes = Number(status) >= 400 ? Object.keys(examples) : [];
    return { status, description, properties: propertiesOf(schema), codes };
  });
}

/** The name of every property of a schema, as the page writes it: `amount`, `qris.qr_content`, `items[].price`. */
export function propertiesOf({ properties = {} }: Schema, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const nested = property.items
      ? propertiesOf(property.items, `${prefix}${name}[].`)
      : propertiesOf(property.oneOf?.[0] ?? property, `${prefix}${name}.`);
    return [`${prefix}${name}`, ...nested];
  });
}

export function requestPropertiesOf({ requestBody }: Operation): string[] {
  return propertiesOf(requestBody?.content['application/json']?.schema ?? {});
}

function requestsIn(items: Readonly<Record<string, PathItem>>): DocumentedRequest[] {
  return Object.entries(items).flatMap(([address, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), address, operation })),
  );
}
