import type { OpenAPI3 } from 'openapi-typescript';
import { BY_TYPE, type Model } from './models.js';
import { type Schema, schemasOf } from './schema.js';
import { pascalCase } from './text.js';

/** The response to a request for a payment of one type. */
export interface PaymentOfType extends Model {
  type: string;
}

/** A class for each payment type, without null: the contract has one, with nulls. */
export function paymentsByType(document: OpenAPI3): PaymentOfType[] {
  const { [BY_TYPE]: schema, PartnerPaymentType } = schemasOf(document);
  return (PartnerPaymentType?.enum ?? []).map((type) => {
    const properties = Object.entries(schema?.properties ?? {}).flatMap(([name, property]): [string, Schema][] => {
      const nullFor = property['x-null-for'];
      if (name === 'payment_type') return [[name, { ...property, 'x-only': type }]];
      if (!nullFor) return [[name, property]];
      return nullFor.includes(type) ? [] : [[name, withoutNull(property)]];
    });
    const description = schema?.description?.replace(/ `payment_type` determines [^.]+ is null\./, '');
    return {
      type,
      name: `${pascalCase(type)}PaymentResponse`,
      schema: { ...schema, description: `${description ?? ''}`, properties: Object.fromEntries(properties) },
      isSent: false,
      isReceived: true,
      isResponse: true,
      isEvent: false,
    };
  });
}

function withoutNull(property: Schema): Schema {
  const { oneOf, type } = property;
  const description = property.description?.replace(/ Always `null`[^.]*\./, '');
  const [only] = oneOf?.filter((each) => each.type !== 'null') ?? [];
  if (only) return { ...only, ...(description && { description }) };
  return {
    ...property,
    ...(description && { description }),
    type: [type].flat().filter((each) => each !== 'null') as string[],
  };
}
