import { jsonBody, operationOf, type Schema } from '../document.js';
import type { Locale } from '../locale.js';
import { propertyTable } from '../properties.js';
import type { Directive } from './directive.js';

/**
 * `{{properties request QRIS}}`, `{{properties response CHECKOUT_PAGE}}`, `{{properties event}}`, `{{properties status}}`. Each property is an anchor of the
 * page, such as `#request-amount`.
 */
export const properties: Directive = ([body = '', paymentType = ''], locale) =>
  propertyTable(schemaOf(body, paymentType, locale), locale, { prefix: `${body}-`, isSent: body === 'request' });

function schemaOf(body: string, paymentType: string, { contract }: Locale): Schema {
  if (body === 'event') return jsonBody(operationOf(contract, 'receivePaymentSuccess').requestBody).schema;
  if (body === 'status') return jsonBody(operationOf(contract, 'getPaymentStatus').responses['200']).schema;
  const { requestBody, responses } = operationOf(contract, 'generatePayment');
  if (body === 'request') {
    const { schema, examples = {} } = jsonBody(requestBody);
    const example = examples[paymentType]?.value as object | undefined;
    if (!example) throw new Error(`expected a payment type with an example, got ${JSON.stringify(paymentType)}.`);
    // A property that the example lacks is ignored for this payment type.
    const used = Object.entries(schema.properties ?? {}).filter(([name]) => name in example);
    return forPaymentType({ ...schema, properties: Object.fromEntries(used) }, paymentType);
  }
  if (body === 'response') {
    const { schema, examples = {} } = jsonBody(responses['200']);
    if (!examples[paymentType]) {
      throw new Error(`expected a payment type with a response, got ${JSON.stringify(paymentType)}.`);
    }
    return forPaymentType(schema, paymentType);
  }
  throw new Error(`expected request, response, status or event, got ${JSON.stringify(body)}.`);
}

/** The schema of a body, narrowed to one payment type. */
function forPaymentType(schema: Schema, paymentType: string): Schema {
  const narrow = (name: string, property: Schema): Schema =>
    name === 'payment_type'
      ? { description: property.description ?? '', 'x-const': paymentType }
      : narrowed(property, paymentType);
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, narrow(name, property)]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

function narrowed(property: Schema, paymentType: string): Schema {
  const { 'x-maximums': maximums, 'x-null-for': nullFor, oneOf, ...rest } = property;
  const { description = '' } = property;
  if (nullFor?.includes(paymentType)) return { description, 'x-const': null };
  const maximum = maximums?.[paymentType];
  const types = [rest.type ?? []].flat().filter((type) => type !== 'null');
  return {
    ...(nullFor && oneOf ? { ...oneOf[0], description } : { ...rest, ...(oneOf && { oneOf }) }),
    ...(nullFor && types[0] && { type: types[0] }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}
