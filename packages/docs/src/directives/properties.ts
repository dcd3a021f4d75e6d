import { describeType } from '../describe-type.js';
import { jsonBody, operationOf, type Schema } from '../document.js';
import { anchored } from '../markdown/anchors.js';
import { table } from '../markdown/table.js';
import { forPaymentType, propertiesOf } from '../properties.js';
import type { Context, Directive } from './context.js';

/**
 * `{{members request QRIS}}`, `{{members response CHECKOUT_PAGE}}`, `{{members event}}`. Each property is an anchor of the page,
 * such as `#request-amount`.
 */
export const properties: Directive = ([body = '', paymentType = ''], context) =>
  propertyTable(bodyOf(body, paymentType, context), context, { prefix: `${body}-`, isSent: body === 'request' });

function bodyOf(body: string, paymentType: string, context: Context): Schema {
  if (body === 'event') return jsonBody(operationOf(context.contract, 'receivePaymentSuccess').requestBody).schema;
  if (body === 'request') return requestOf(paymentType, context);
  if (body === 'response') return responseOf(paymentType, context);
  throw new Error(`expected request, response or event, got ${JSON.stringify(body)}.`);
}

export interface PropertyTableOptions {
  /** What the anchors of the rows begin with. @default rows have no anchors */
  prefix?: string;
  /** Whether a partner sends the body, and so wants to know what is required. */
  isSent: boolean;
}

/** The table of a schema's properties. */
export function propertyTable(
  schema: Schema,
  { messages, language }: Pick<Context, 'messages' | 'language'>,
  { prefix, isSent }: PropertyTableOptions,
): string {
  const required = `<br><small class="required">${messages.get('table.required')}</small>`;
  const cellOf = (name: string, isRequired: boolean) => {
    const cell = `\`${name}\`${isSent && isRequired ? required : ''}`;
    return prefix === undefined ? cell : anchored(cell, prefix + name.replaceAll(/\W+/g, '-'));
  };
  const rows = propertiesOf(schema).map(({ name, schema: property, isRequired }) => [
    cellOf(name, isRequired),
    describeType(property, messages, language),
    describeProperty(property),
  ]);
  return table([messages.get('table.field'), messages.get('table.type'), messages.get('table.description')], rows);
}

function describeProperty({ description = '', 'x-enumDescriptions': meanings }: Schema): string {
  const values = Object.entries(meanings ?? {}).map(([value, meaning]) => `<br>\`${value}\`: ${meaning}`);
  // Of many values, as of the error codes, there is a table of their own.
  return values.length > 4 ? description : [description, ...values].join(' ');
}

/** The request of a payment type, without the properties that its example does not have: they are ignored for it. */
function requestOf(paymentType: string, { contract }: Context): Schema {
  const { schema, examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const example = examples[paymentType]?.value as Record<string, unknown> | undefined;
  if (!example) throw new Error(`expected a payment type with an example, got ${JSON.stringify(paymentType)}.`);
  const properties = Object.entries(schema.properties ?? {}).filter(([name]) => name in example);
  return forPaymentType({ ...schema, properties: Object.fromEntries(properties) }, paymentType);
}

function responseOf(paymentType: string, { contract }: Context): Schema {
  const { schema, examples = {} } = jsonBody(operationOf(contract, 'generatePayment').responses['200']);
  if (!examples[paymentType])
    throw new Error(`expected a payment type with a response, got ${JSON.stringify(paymentType)}.`);
  return forPaymentType(schema, paymentType);
}
