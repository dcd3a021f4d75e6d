import { type Body, errorExamplesOf, jsonBody, operationOf } from '../document.js';
import type { Locale } from '../locale.js';
import { fence } from '../markdown/write.js';
import type { Directive } from './directive.js';
import { signatureOf } from './values.js';

/** `{{request QRIS}}`: the body of the example. */
export const request: Directive = ([name = ''], { contract }) =>
  json(jsonBody(operationOf(contract, 'generatePayment').requestBody), name);

/** `{{response QRIS}}` */
export const response: Directive = ([name = ''], { contract }) =>
  json(jsonBody(operationOf(contract, 'generatePayment').responses['200']), name);

/** `{{status paid}}` */
export const status: Directive = ([name = ''], { contract }) =>
  json(jsonBody(operationOf(contract, 'getPaymentStatus').responses['200']), name);

/** `{{error INSUFFICIENT_TOKENS}}`: the example with its status. */
export const error: Directive = ([code = ''], { contract }) => {
  const example = errorExamplesOf(contract).find((candidate) => candidate.code === code);
  if (!example) throw new Error(`expected a code of the contract, got ${JSON.stringify(code)}.`);
  return http(`HTTP/1.1 ${example.status}`, {}, JSON.stringify(example.value, null, 2));
};

/** `{{event QRIS}}`: the webhook, byte by byte. */
export const event: Directive = ([name = ''], locale) => {
  const { body, signature, header } = signedEvent(name, locale);
  return http('POST /webhook/payment HTTP/1.1', { 'content-type': 'application/json', [header]: signature }, body);
};

/** `{{event-body QRIS}}` and `{{event-signature QRIS}}`, for commands that compute one from the other. */
export const eventBody: Directive = ([name = ''], locale) => signedEvent(name, locale).body;
export const eventSignature: Directive = ([name = ''], locale) => signedEvent(name, locale).signature;

function signedEvent(name: string, { contract }: Locale) {
  const { name: header, examples = {} } = signatureOf(contract);
  const value = jsonBody(operationOf(contract, 'receivePaymentSuccess').requestBody).examples?.[name]?.value;
  if (!examples[name] || !value) throw new Error(`expected an example of the webhook, got ${JSON.stringify(name)}.`);
  // Compact: the signature covers these bytes.
  return { header, signature: examples[name].value, body: JSON.stringify(value) };
}

function json({ examples = {} }: Body, name: string): string {
  const example = examples[name];
  if (!example) throw new Error(`expected one of ${Object.keys(examples).join(', ')}, got ${JSON.stringify(name)}.`);
  return fence('json', JSON.stringify(example.value, null, 2));
}

function http(start: string, headers: Record<string, string>, body: string): string {
  const lines = Object.entries({ 'content-type': 'application/json', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return fence('http', [start, ...lines, '', body].join('\n'));
}
