import { STATUS_CODES } from 'node:http';
import { sandboxLicenses } from './directives/sandbox.js';
import { LOCAL_WEBHOOK } from './directives/values.js';
import { type Document, jsonBody, type Operation, requestsOf } from './document.js';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

/** The variable with the id of the payment that was generated last. */
const LAST_TRANSACTION = 'transactionId';

/** Its value until then: a transaction id that the sandbox does not know. */
const EXAMPLE_TRANSACTION = 'TRX-0';

/** Runs after a payment was generated. */
const REMEMBER = {
  listen: 'test',
  script: {
    type: 'text/javascript',
    exec: [
      `if (pm.response.code === 200) pm.collectionVariables.set('${LAST_TRANSACTION}', pm.response.json().transaction_id);`,
    ],
  },
};

/**
 * A Postman collection of the contract: a request for each of its examples, with its documented responses.
 * Each request that generates a payment creates one of its own. The variables point to the sandbox; production needs three other values.
 *
 * @param sandbox the address of the sandbox
 */
export function postmanCollection(document: Document, sandbox: string): string {
  const { info, components } = document;
  const apiKey = components.securitySchemes?.ApiKey;
  const folders = document.tags.flatMap(({ name, description }) => {
    const requests = requestsOf({ ...document, webhooks: {} }).filter(({ operation }) => operation.tags[0] === name);
    const item = requests.flatMap(({ method, address, operation }) =>
      operation.requestBody ? requestItems(method, address, operation) : [itemWithoutBody(method, address, operation)],
    );
    return item.length > 0 ? [{ name, description: description.trim(), item }] : [];
  });
  const collection = {
    info: {
      name: info.title,
      description: `${info.summary}\n\n${info.description.trim()}`,
      version: info.version,
      schema: SCHEMA,
    },
    auth: {
      type: 'apikey',
      apikey: [
        { key: 'key', value: apiKey?.name, type: 'string' },
        { key: 'value', value: '{{apiKey}}', type: 'string' },
        { key: 'in', value: 'header', type: 'string' },
      ],
    },
    variable: [
      { key: 'baseUrl', value: sandbox, description: `The sandbox; ${document.servers[0]?.url} is production.` },
      { key: 'apiKey', value: apiKey?.['x-example'], description: 'Your API key.' },
      {
        key: 'licenseKey',
        // The one whose name says what it does, as in the guides.
        value: sandboxLicenses.findLast(({ code }) => !code)?.key,
        description: 'The license key whose token pays.',
      },
      {
        key: LAST_TRANSACTION,
        value: EXAMPLE_TRANSACTION,
        description: 'The transaction id of the payment that was generated last. Set by its request.',
      },
    ],
    item: folders,
  };
  return `${JSON.stringify(collection, null, 2)}\n`;
}

function requestItems(method: string, address: string, operation: Operation) {
  const { examples = {} } = jsonBody(operation.requestBody);
  return Object.entries(examples).map(([name, { summary, value }]) => {
    const request = {
      method,
      header: [{ key: 'Content-Type', value: 'application/json' }],
      url: { raw: `{{baseUrl}}${address}`, host: ['{{baseUrl}}'], path: address.split('/').slice(1) },
      description: operation.description?.trim(),
      body: rawBody(value as Record<string, unknown>),
    };
    const response = savedResponses(operation, request, (given) => given === name);
    return { name: summary ?? name, event: [REMEMBER], request, response };
  });
}

/** A request whose path names the payment that was generated last. */
function itemWithoutBody(method: string, address: string, operation: Operation) {
  const path = address.replace(`{${LAST_TRANSACTION}}`, `{{${LAST_TRANSACTION}}}`);
  const request = {
    method,
    url: { raw: `{{baseUrl}}${path}`, host: ['{{baseUrl}}'], path: path.split('/').slice(1) },
    description: operation.description?.trim(),
  };
  return { name: operation.summary, request, response: savedResponses(operation, request, () => true) };
}

/** With Postman's variables, so that each sending has a new transaction id. */
function rawBody(example: Record<string, unknown>) {
  const own = { transaction_id: 'TRX-{{$guid}}', license_key: '{{licenseKey}}', webhook_url: LOCAL_WEBHOOK };
  const body = { ...example, ...own };
  return { mode: 'raw', raw: JSON.stringify(body, null, 2), options: { raw: { language: 'json' } } };
}

/** The responses to a request: its successes, and every error. */
function savedResponses(
  { responses }: Operation,
  originalRequest: object,
  isSuccess: (exampleName: string) => boolean,
) {
  return Object.entries(responses).flatMap(([status, { content }]) => {
    const examples = Object.entries(content?.['application/json']?.examples ?? {});
    const fitting = examples.filter(([name]) => Number(status) >= 400 || isSuccess(name));
    return fitting.map(([name, { summary, value }]) => ({
      name: summary ?? name,
      originalRequest,
      status: STATUS_CODES[status] ?? '',
      code: Number(status),
      header: [{ key: 'Content-Type', value: 'application/json' }],
      body: JSON.stringify(value, null, 2),
      _postman_previewlanguage: 'json',
    }));
  });
}
