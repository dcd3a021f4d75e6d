import { createRequire } from 'node:module';
import { type Document, jsonBody, operationOf, type Parameter, type Schema } from '../document.js';
import { languageTag } from '../languages.js';
import type { Locale } from '../locale.js';
import { REPOSITORY } from '../packages.js';
import type { Directive } from './directive.js';

/** Where the sandbox listens by default, under the host name that pages of this computer use. */
export function sandboxUrl(control: Document): string {
  const { port } = new URL(control.servers[0]?.url ?? missing('server of the sandbox'));
  return `http://localhost:${port}`;
}

/**
 * A webhook handler on the reader's computer, where the samples listen. Examples that are sent use it instead of the
 * contract's address, which belongs to somebody.
 */
export const LOCAL_WEBHOOK = 'http://localhost:3000/webhook/payment';

export function apiKeyOf({ components }: Document): { name: string; 'x-example': string } {
  return components.securitySchemes?.ApiKey ?? missing('security scheme ApiKey');
}

/** The parameter of the webhook that carries its signature. */
export function signatureOf(contract: Document): Parameter {
  const { parameters = [] } = operationOf(contract, 'receivePaymentSuccess');
  return parameters.find((parameter) => 'x-test-secret' in parameter) ?? missing('signature header');
}

export function requestIdHeader(contract: Document): string {
  const [name] = Object.keys(operationOf(contract, 'generatePayment').responses['200']?.headers ?? {});
  return name ?? missing('header of the request id');
}

const require = createRequire(import.meta.url);
const versionOf = (name: string): string => require(`${name}/package.json`).version;

type Value = string | number | readonly number[];

/**
 * Facts for the middle of a sentence or a command, by name. They come from the document, not from the compiled package:
 * `npm start` shows what the document says now.
 */
const VALUES: Readonly<Record<string, (contract: Document, locale: Locale) => Value | undefined>> = {
  'min-amount': (contract) => property(contract, 'amount').minimum,
  'max-qris-amount': (contract) => property(contract, 'amount')['x-maximums']?.QRIS,
  'min-expiry': (contract) => property(contract, 'expiry_minutes').minimum,
  'max-expiry': (contract) => property(contract, 'expiry_minutes').maximum,
  'default-expiry-qris': (contract) => property(contract, 'expiry_minutes')['x-defaults']?.QRIS,
  'default-expiry-checkout': (contract) => property(contract, 'expiry_minutes')['x-defaults']?.CHECKOUT_PAGE,
  'webhook-timeout': (contract) => delivery(contract)['timeout-seconds'],
  'webhook-attempts': (contract) => delivery(contract)['retry-minutes'].length + 1,
  'webhook-retries': (contract) => delivery(contract)['retry-minutes'],
  'webhook-last-attempt': (contract) => delivery(contract)['retry-minutes'].reduce((sum, minutes) => sum + minutes),
  'transaction-id-pattern': (contract) => property(contract, 'transaction_id').pattern,
  endpoint: (contract) => Object.keys(contract.paths)[0],
  server: (contract) => contract.servers[0]?.url,
  'api-key-header': (contract) => apiKeyOf(contract).name,
  'api-key-example': (contract) => apiKeyOf(contract)['x-example'],
  'license-example': (contract) =>
    (request(contract).examples?.QRIS?.value as { license_key?: string } | undefined)?.license_key,
  'signature-header': (contract) => signatureOf(contract).name,
  'request-id-header': requestIdHeader,
  'test-secret': (contract) => signatureOf(contract)['x-test-secret'],
  repository: () => REPOSITORY,
  sandbox: (_, { control }) => sandboxUrl(control),
  // The end of a command that prints JSON: on several lines if jq is there. Without it, the input is still whole.
  lines: () => '| { jq . 2> /dev/null || cat; }',
  version: (contract) => contract.info.version,
  'node-version': () => require('../../../../package.json').engines.node.replace(/^>=(\d+\.\d+).*/, '$1'),
  'prism-version': () => versionOf('@stoplight/prism-cli'),
  'redocly-version': () => versionOf('@redocly/cli'),
};

/** A directive for each value. Numbers and lists follow the conventions of the language. */
export const values: Readonly<Record<string, Directive>> = Object.fromEntries(
  Object.entries(VALUES).map(([name, value]): [string, Directive] => [
    name,
    (_, locale) => formatted(value(locale.contract, locale) ?? missing(name), locale),
  ]),
);

function formatted(value: Value, { language }: Locale): string {
  if (typeof value === 'string') return value;
  const number = new Intl.NumberFormat(languageTag(language));
  if (typeof value === 'number') return number.format(value);
  return new Intl.ListFormat(languageTag(language)).format(value.map((each) => number.format(each)));
}

const request = (contract: Document) => jsonBody(operationOf(contract, 'generatePayment').requestBody);

const property = (contract: Document, name: string): Schema =>
  request(contract).schema.properties?.[name] ?? missing(`property ${name} of the request`);

const delivery = (contract: Document) =>
  operationOf(contract, 'receivePaymentSuccess')['x-delivery'] ?? missing('x-delivery');

function missing(what: string): never {
  throw new Error(`The contract no longer has: ${what}. The guides refer to it.`);
}
