import { document, type Operation, operations, type PathItem, type Schema } from '../support/document.js';

/** One request that the page documents: `address` is its path, or the name of its webhook. */
export interface DocumentedRequest {
  method: string;
  address: string;
  operation: Operation;
}

export const requests = documentedRequests(document.paths);
export const webhooks = documentedRequests(document.webhooks);

/** The callbacks of an operation: `address` is the expression that says where they go. */
export function callbacksOf(operation: Operation): DocumentedRequest[] {
  return Object.values(operation.callbacks ?? {}).flatMap(documentedRequests);
}

/** The responses of an operation, with the names of their members and the error codes they may carry. */
export function responsesOf(operation: Operation) {
  return Object.entries(operation.responses).map(([status, { description, content }]) => {
    const schema = content?.['application/json']?.schema ?? {};
    return { status, description, members: membersOf(schema), codes: codesOf(schema) };
  });
}

/** The name of every member of a schema, as the page writes it: `amount`, `qris.qr_content`, `items[].price`. */
export function membersOf({ properties = {}, allOf = [], oneOf = [] }: Schema, prefix = ''): string[] {
  const own = Object.entries(properties).flatMap(([name, member]) => {
    const nested = member.items
      ? membersOf(member.items, `${prefix}${name}[].`)
      : membersOf(member, `${prefix}${name}.`);
    return [`${prefix}${name}`, ...nested];
  });
  return [...new Set([...own, ...[...allOf, ...oneOf].flatMap((part) => membersOf(part, prefix))])];
}

export function requestMembersOf({ requestBody }: Operation): string[] {
  return membersOf(requestBody.content['application/json']?.schema ?? {});
}

/** The narrowest list that the parts of an error's schema give for `code`. */
function codesOf({ allOf = [] }: Schema): string[] {
  return allOf.map((part) => part.properties?.code?.enum ?? []).at(-1) ?? [];
}

function documentedRequests(items: Record<string, PathItem>): DocumentedRequest[] {
  return operations(items).map(({ path, method, operation }) => ({ method, address: path, operation }));
}
