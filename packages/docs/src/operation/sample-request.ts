import type { SentRequest } from '../../browser/try/code.js';
import { apiKeyOf, LOCAL_WEBHOOK, sandboxUrl, signatureOf } from '../directives/values.js';
import type { Body, DescribedRequest, Document, Operation, Parameter } from '../document.js';

/** The examples of an operation that a reader can choose from, by name, each with what is said of it. */
export function examplesOf({ requestBody, responses }: Operation): { name: string; summary: string }[] {
  const inRequest = Object.entries(bodyOf(requestBody)?.examples ?? {});
  const inResponse = Object.entries(bodyOf(successOf(responses)?.response)?.examples ?? {});
  const examples = inRequest.length > 0 ? inRequest : inResponse;
  return examples.map(([name, { summary = name }]) => ({ name, summary }));
}

/** The response of an operation that succeeds. */
export function successOf(responses: Operation['responses']) {
  const [status, response] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  return status && response ? { status, response } : undefined;
}

/** The body of a request or response, whatever its media type. */
export function bodyOf(of: { content?: Readonly<Record<string, Body>> } | undefined): Body | undefined {
  return Object.values(of?.content ?? {})[0];
}

/** A request as programs send it: an example of the document, to its server; of a webhook, to the reader's own. */
export function sampleRequest(request: DescribedRequest, document: Document, example: string): SentRequest {
  const { method, address, operation } = request;
  const { parameters = [] } = operation;
  const value = bodyOf(operation.requestBody)?.examples?.[example]?.value;
  if (address in (document.webhooks ?? {})) {
    const signature = signatureOf(document);
    const headers = [JSON_TYPE, [signature.name, signature.examples?.[example]?.value ?? ''] as const];
    // Compact: the signature covers these bytes.
    return { method, url: LOCAL_WEBHOOK, headers, body: JSON.stringify(value) };
  }
  const needed = parameters.filter(({ required, name }) => required || name === API_KEY);
  const at = (place: string) => needed.filter((parameter) => parameter.in === place);
  const path = at('path').reduce(
    (path, one) => path.replace(`{${one.name}}`, encodeURIComponent(exampleValue(one))),
    address,
  );
  const query = new URLSearchParams(at('query').map((one) => [one.name, exampleValue(one)]));
  const apiKey = takesApiKey(operation, document) ? [headerOfKey(document)] : [];
  return {
    method,
    url: `${serverOf(document)}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: [
      ...apiKey,
      ...at('header').map((one) => [one.name, exampleValue(one)] as const),
      ...(value === undefined ? [] : [JSON_TYPE]),
    ],
    body: value === undefined ? undefined : JSON.stringify(value, null, 2),
  };
}

const JSON_TYPE = ['content-type', 'application/json'] as const;

/** Optional for the sandbox, which knows whose payment it is. A request with it works on a hosted sandbox too. */
const API_KEY = 'x-api-key';

/** Whether the operation takes the API key of the document. */
export function takesApiKey({ security }: Operation, document: Document): boolean {
  return (security ?? document.security).length > 0 && document.components.securitySchemes?.ApiKey !== undefined;
}

function headerOfKey(document: Document) {
  const { name, 'x-example': value } = apiKeyOf(document);
  return [name, value] as const;
}

/** The control API has no other server than the sandbox on the reader's computer. */
function serverOf(document: Document): string {
  return document.components.securitySchemes?.ApiKey ? (document.servers[0]?.url ?? '') : sandboxUrl(document);
}

function exampleValue({ name, example, examples = {}, schema }: Parameter): string {
  const value = example ?? Object.values(examples)[0]?.value ?? schema.examples?.[0];
  if (value === undefined) throw new Error(`The parameter ${name} has no example.`);
  return String(value);
}
