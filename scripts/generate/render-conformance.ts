import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenAPI3 } from 'openapi-typescript';
import { parse } from 'yaml';
// The source, not the entry point: the SDK is built from generated files, so its build may not exist yet.
import { errorTypes } from '../../packages/sdk/src/error-types.js';
import type { KGiTONError } from '../../packages/sdk/src/errors.js';
import { ContractError } from './document.js';
import { CONFORMANCE_FOLDER, type GeneratedFiles, HEADER } from './files.js';
import { constants } from './render-constants.js';
import { errorDefinitions } from './render-errors.js';

type Json = Record<string, unknown>;

/** What stands for a key in the table. */
const KEYS = {
  apiKey: 'kgiton_Zk3vTq8WmB5xRn2pLc7sYd4hJf6gAe9u',
  licenseKey: 'AB12C-DE34F-GH56J-KL78M-NP90Q',
};

/** The conformance table as the suites of all languages read it: with examples, signatures and a case per error code. */
export async function renderConformance(root: string, document: OpenAPI3): Promise<GeneratedFiles> {
  const read = async (name: string) =>
    parse(await readFile(join(root, `test/conformance/${name}.yaml`), 'utf8')) as Json[];
  const requests = (await read('requests')).concat(errorCases(document));
  const files = {
    requests: casesOf(document, requests).map(resolveExchange),
    waits: casesOf(document, await read('waits')).map(resolveExchange),
    webhooks: casesOf(document, await read('webhooks')).map((each) => resolveWebhook(document, each)),
  };
  return new Map(
    Object.entries(files).map(([name, cases]) => {
      const text = JSON.stringify({ $comment: HEADER, ...KEYS, cases }, null, 1);
      return [`${CONFORMANCE_FOLDER}/${name}.json`, `${text}\n`];
    }),
  );
}

/** A case for each error code of the contract, with the example of its response. */
function errorCases(document: OpenAPI3): Json[] {
  return errorDefinitions(document).map(({ code, status, retryable }) => {
    const example = exampleOf(document, code);
    const errors = example.errors as Json[] | undefined;
    const type = (errorTypes as Record<string, unknown>)[code] as typeof KGiTONError | undefined;
    return {
      name: `${code} is an error of its own, and is ${retryable ? '' : 'not '}retried`,
      call: { operation: 'generate', request: { example: 'QrisRequest' } },
      responses: [{ status, headers: { 'x-request-id': 'req_5' }, json: { example: code } }],
      expect: {
        received: retryable ? 3 : 1,
        ...(retryable && { delays: [250, 500] }),
        error: {
          class: type?.kgitonClass ?? (status >= 500 ? 'ServerError' : 'KGiTONError'),
          code,
          statusCode: status,
          requestId: 'req_5',
          ...(errors && { errors }),
          // A code that a client does not know yet.
          ...(!type && status >= 500 && { outcomeUnknown: true }),
          message: [example.message],
        },
      },
    };
  });
}

function exampleOf(document: OpenAPI3, name: string): Json {
  const example = (document.components?.examples as Record<string, { value: Json }> | undefined)?.[name];
  if (!example) throw new ContractError(`test/conformance: expected an example of the contract, got ${name}.`);
  return example.value;
}

/** The cases with the values of `each`, the examples and the keys in their places. */
function casesOf(document: OpenAPI3, cases: Json[]): Json[] {
  return cases.flatMap(({ each, ...rest }) =>
    ((each as unknown[] | undefined) ?? [undefined]).map(
      (value) => replaced(document, rest, { ...KEYS, ...(value !== undefined && { each: value }) }) as Json,
    ),
  );
}

function replaced(document: OpenAPI3, value: unknown, names: Json): unknown {
  if (typeof value === 'string') {
    const [, whole] = value.match(/^\$(\w+)$/) ?? [];
    if (whole && whole in names) return names[whole];
    return value.replace(/\$(\w+)/g, (text, name) => (name in names ? textOf(names[name]) : text));
  }
  if (Array.isArray(value)) return value.map((each) => replaced(document, each, names));
  if (typeof value !== 'object' || !value) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    String(replaced(document, key, names)),
    replaced(document, each, names),
  ]);
  const object = Object.fromEntries(entries) as Json;
  return 'example' in object ? changedExample(document, object) : object;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function changedExample(document: OpenAPI3, { example, set, without }: Json): Json {
  const value = { ...exampleOf(document, example as string), ...(set as Json | undefined) };
  for (const name of (without as string[] | undefined) ?? []) delete value[name];
  return value;
}

/** A case with the bodies of its responses as text. */
function resolveExchange({ responses = [], expect, ...rest }: Json): Json {
  const { request, ...outcome } = expect as { request?: Json };
  return {
    ...rest,
    responses: (responses as Json[]).map(({ json, page, text, base64, times, padding, headers, ...response }) => ({
      ...response,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(page !== undefined && { 'content-type': 'text/html' }),
        ...(headers as Json | undefined),
      },
      body: {
        ...(base64 === undefined
          ? { text: json === undefined ? (page ?? text ?? '') : JSON.stringify(json) }
          : { base64 }),
        ...(times !== undefined && { times }),
        ...(padding !== undefined && { padding }),
      },
    })),
    expect: {
      ...outcome,
      ...(request && {
        request: { ...request, ...(typeof request.body === 'object' && { body: JSON.stringify(request.body) }) },
      }),
    },
  };
}

/** A case with the body as text and the headers that come with it. */
function resolveWebhook(
  document: OpenAPI3,
  { body, text, signedWith, signature, header, asList, ...rest }: Json,
): Json {
  const content = typeof text === 'string' ? text : JSON.stringify(body);
  const signed =
    typeof signedWith === 'string' ? createHmac('sha256', signedWith).update(content).digest('hex') : signature;
  const name = (header ?? constants(document).SIGNATURE_HEADER?.value) as string;
  const value = asList ? Array(Number(asList)).fill(signed) : signed;
  return {
    ...rest,
    body: content,
    headers: { 'content-type': 'application/json', ...(signed !== undefined && { [name]: value }) },
  };
}
