import { describeType } from '../describe-type.js';
import { jsonBody, operationOf, type Schema } from '../document.js';
import { table } from '../markdown/table.js';
import { membersOf } from '../members.js';
import type { Context, Directive } from './context.js';

/** `{{members request QRIS}}`, `{{members response CHECKOUT_PAGE}}`, `{{members event}}` */
export const members: Directive = ([body = '', paymentType = ''], context) => {
  if (body === 'event')
    return memberTable(jsonBody(operationOf(context.contract, 'receivePaymentSuccess').requestBody).schema, context);
  if (body === 'request') return memberTable(requestOf(paymentType, context), context);
  if (body === 'response') return memberTable(responseOf(paymentType, context), context);
  throw new Error(`expected request, response or event, got ${JSON.stringify(body)}.`);
};

/** The table of a schema's members. */
export function memberTable(schema: Schema, { words, language }: Pick<Context, 'words' | 'language'>): string {
  const rows = membersOf(schema).map(({ name, schema: member, isRequired }) => [
    `\`${name}\`${isRequired ? `<br><small>${words.get('table.required')}</small>` : ''}`,
    describeType(member, words, language),
    describeMember(member),
  ]);
  return table([words.get('table.field'), words.get('table.type'), words.get('table.description')], rows);
}

function describeMember({ description = '', 'x-enumDescriptions': meanings }: Schema): string {
  const values = Object.entries(meanings ?? {}).map(([value, meaning]) => `<br>\`${value}\`: ${meaning}`);
  // Of many values, as of the error codes, there is a table of their own.
  return values.length > 4 ? description : [description, ...values].join(' ');
}

/** The request of a payment type, without the members that its example does not have: they are ignored for it. */
function requestOf(paymentType: string, { contract }: Context): Schema {
  const { schema, examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const example = examples[paymentType]?.value as Record<string, unknown> | undefined;
  if (!example) throw new Error(`expected a payment type with an example, got ${JSON.stringify(paymentType)}.`);
  const narrowed = paymentType === 'QRIS' ? (schema.then?.properties ?? {}) : {};
  const properties = Object.entries(schema.properties ?? {})
    .filter(([name]) => name in example)
    .map(([name, member]) => [name, { ...narrowed[name], ...member, ...boundsOf(narrowed[name]) }]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

function boundsOf({ minimum, maximum }: Schema = {}): Schema {
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}

function responseOf(paymentType: string, { contract }: Context): Schema {
  const { schema } = jsonBody(operationOf(contract, 'generatePayment').responses['200']);
  const response = schema.oneOf?.find(({ properties = {} }) => properties.payment_type?.const === paymentType);
  if (!response) throw new Error(`expected a payment type with a response, got ${JSON.stringify(paymentType)}.`);
  return response;
}
