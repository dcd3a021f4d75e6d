import { createRequire } from 'node:module';
import { REPOSITORY } from '../../../../scripts/packages.js';
import { jsonBody, operationOf, type Schema } from '../document.js';
import { type Facts, factsOf } from '../facts.js';
import { languageTag } from '../languages.js';
import type { Context, Directive } from './context.js';

/** Where the sandbox listens unless it is told otherwise, by the name that pages of this computer have. */
export function sandboxUrl({ control }: Pick<Context, 'control'>): string {
  const { port } = new URL(control.servers[0]?.url ?? missing('server of the sandbox'));
  return `http://localhost:${port}`;
}

/**
 * A webhook handler on the reader's computer, where the samples listen. It takes the place of the address in the
 * contract's examples wherever they are sent: that one is somebody's.
 */
export const LOCAL_WEBHOOK = 'http://localhost:3000/webhook/payment';

const require = createRequire(import.meta.url);

type Value = (context: Context) => string | number | readonly number[];

/** Facts of the contract that stand in the middle of a sentence or of a command, by name. */
const VALUES: Readonly<Record<string, Value>> = {
  'min-amount': (context) => requestProperty(context, 'amount').minimum ?? missing('minimum of amount'),
  'max-qris-amount': (context) =>
    requestProperty(context, 'amount')['x-maximums']?.QRIS ?? missing('maximum of amount for QRIS'),
  'min-expiry': (context) => requestProperty(context, 'expiry_minutes').minimum ?? missing('minimum of expiry_minutes'),
  'max-expiry': (context) => requestProperty(context, 'expiry_minutes').maximum ?? missing('maximum of expiry_minutes'),
  'default-expiry-qris': (context) => defaultExpiry(context, 'QRIS'),
  'default-expiry-checkout': (context) => defaultExpiry(context, 'CHECKOUT_PAGE'),
  'webhook-timeout': fact('WEBHOOK_TIMEOUT_SECONDS'),
  'webhook-attempts': ({ contract }) => factsOf(contract).WEBHOOK_RETRY_MINUTES.length + 1,
  'webhook-retries': fact('WEBHOOK_RETRY_MINUTES'),
  'transaction-id-pattern': (context) =>
    requestProperty(context, 'transaction_id').pattern ?? missing('pattern of transaction_id'),
  endpoint: ({ contract }) => Object.keys(contract.paths)[0] ?? missing('path'),
  server: fact('SERVER_URL'),
  'api-key-header': fact('API_KEY_HEADER'),
  'api-key-example': ({ contract }) =>
    contract.components.securitySchemes?.ApiKey['x-example'] ?? missing('x-example of ApiKey'),
  'license-example': (context) => String(exampleRequest(context).license_key),
  'signature-header': fact('SIGNATURE_HEADER'),
  'request-id-header': fact('REQUEST_ID_HEADER'),
  'test-secret': fact('TEST_WEBHOOK_SECRET'),
  repository: () => REPOSITORY,
  sandbox: sandboxUrl,
  version: fact('CONTRACT_VERSION'),
  'node-version': () => (require('../../../../package.json').engines.node as string).replace(/^>=(\d+\.\d+).*/, '$1'),
  'prism-version': () => require('@stoplight/prism-cli/package.json').version as string,
  'redocly-version': () => require('@redocly/cli/package.json').version as string,
};

/** A directive for each value: numbers and lists are written as the language writes them. */
export const values: Readonly<Record<string, Directive>> = Object.fromEntries(
  Object.entries(VALUES).map(([name, value]) => [name, (_, context) => written(value(context), context)]),
);

function written(value: string | number | readonly number[], { language }: Context): string {
  if (typeof value === 'string') return value;
  const number = new Intl.NumberFormat(languageTag(language));
  if (typeof value === 'number') return number.format(value);
  return new Intl.ListFormat(languageTag(language)).format(value.map((each) => number.format(each)));
}

function fact(name: Exclude<keyof Facts, 'DEFAULT_EXPIRY_MINUTES'>): Value {
  return ({ contract }) => factsOf(contract)[name];
}

function defaultExpiry({ contract }: Context, paymentType: string): number {
  return factsOf(contract).DEFAULT_EXPIRY_MINUTES[paymentType] ?? missing(`default expiry of ${paymentType}`);
}

function requestSchema({ contract }: Context): Schema {
  return jsonBody(operationOf(contract, 'generatePayment').requestBody).schema;
}

function requestProperty(context: Context, name: string): Schema {
  return requestSchema(context).properties?.[name] ?? missing(`property ${name} of the request`);
}

function exampleRequest({ contract }: Context): Record<string, unknown> {
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  return (examples.QRIS?.value ?? missing('example QRIS of the request')) as Record<string, unknown>;
}

function missing(what: string): never {
  throw new Error(`The contract has no ${what} any more; the guides speak of it.`);
}
