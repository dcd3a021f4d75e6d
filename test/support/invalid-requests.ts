import { type Contract, contract, type Operation, operations, pathOf, type Schema } from './document.js';
import type { TargetRequest } from './target.js';

export interface InvalidRequest extends TargetRequest {
  name: string;
  operation: Operation;
  /** The documented status. */
  status: number;
  /** The documented code, with which a server that decides by the request responds. */
  code: string;
}

/** Every way in which a document says that a request can be invalid, derived from its schemas. */
export function invalidRequestsOf({ document }: Contract): InvalidRequest[] {
  return operations(document.paths).flatMap(({ method, path, operation }): InvalidRequest[] => {
    const { schema = {}, examples = {} } = operation.requestBody?.content['application/json'] ?? {};
    const { QRIS, CHECKOUT_PAGE } = examples;
    const at = { method, path: pathOf(path, operation), operation };
    const headers = { [document.components.securitySchemes.ApiKey.name]: undefined };
    const unauthorized = { ...at, headers, status: 401, code: 'AUTHENTICATION_ERROR' };
    if (!operation.requestBody) return [{ ...unauthorized, name: 'no API key' }];
    const whole = { ...at, status: 400, code: 'VALIDATION_ERROR' };
    const limit = schema.properties?.amount?.['x-maximums']?.QRIS ?? Number.NaN;
    return [
      { ...unauthorized, name: 'no API key', body: QRIS?.value },
      { ...unauthorized, name: 'no API key and an empty object', body: {} },
      { ...whole, name: 'an empty object', body: {}, code: 'INVALID_PAYMENT_TYPE' },
      { ...whole, name: 'an array', body: [] },
      { ...whole, name: 'null', body: null },
      { ...whole, name: 'an empty body', body: '' },
      { ...whole, name: 'not JSON', body: '{"transaction_id": "TRX-1", ' },
      {
        ...whole,
        name: 'a wrong content type',
        body: JSON.stringify(QRIS?.value),
        headers: { 'content-type': 'text/plain' },
      },
      {
        ...whole,
        name: 'a form',
        body: 'amount=50000',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      { ...whole, name: 'QRIS above its limit', body: { ...QRIS?.value, amount: limit + 1 }, code: 'INVALID_AMOUNT' },
      ...wrongProperties(schema, CHECKOUT_PAGE?.value ?? {}).map(({ name, body, property }) => ({
        ...whole,
        name,
        body,
        code: codeOf(property),
      })),
    ];
  });
}

/** Those of the contract under test. */
export const invalidRequests = invalidRequestsOf(contract);

/** Of several 400s, these two have a code of their own (openapi/DECISIONS.md, "Order of checks"). */
function codeOf(property: string): string {
  return { payment_type: 'INVALID_PAYMENT_TYPE', amount: 'INVALID_AMOUNT' }[property] ?? 'VALIDATION_ERROR';
}

interface WrongProperty {
  name: string;
  body: Record<string, unknown>;
  /** The property of the request that is invalid, or holds what is invalid. */
  property: string;
}

/** `valid` with one property invalid, for each property and each way; then the same inside lists. */
function wrongProperties(schema: Schema, valid: Record<string, unknown>): WrongProperty[] {
  const missing = (schema.required ?? []).map((property) => {
    const { [property]: _, ...body } = valid;
    return { name: `${property} missing`, body, property };
  });
  const wrong = Object.entries(schema.properties ?? {}).flatMap(([property, its]) => {
    const values = [...wrongValues(its), ...wrongItems(its, valid[property])];
    return values.map(({ name, value }) => ({
      name: `${property} ${name}`,
      body: { ...valid, [property]: value },
      property,
    }));
  });
  return [...missing, ...wrong];
}

function wrongItems({ items, maxItems }: Schema, valid: unknown): { name: string; value: unknown }[] {
  const [first, ...others] = Array.isArray(valid) ? valid : [];
  if (!items || !first) return [];
  const tooMany = maxItems === undefined ? [] : [{ name: 'with too many', value: Array(maxItems + 1).fill(first) }];
  const wrong = wrongProperties(items, first).map(({ name, body }) => ({
    name: `with ${name}`,
    value: [body, ...others],
  }));
  return [...tooMany, ...wrong];
}

function wrongValues({
  type,
  minimum,
  maximum,
  minLength,
  maxLength,
  pattern,
  format,
  enum: values,
}: Schema): { name: string; value: unknown }[] {
  const notOfType = { string: 12_345, integer: 'text', array: {} }[type ?? ''];
  return [
    { name: 'null', value: null },
    { name: 'of a wrong type', value: notOfType },
    { name: 'not an integer', value: type === 'integer' ? (minimum ?? 0) + 0.5 : undefined },
    { name: 'below its minimum', value: minimum === undefined ? undefined : minimum - 1 },
    {
      name: 'above its maximum',
      value: maximum === undefined ? undefined : maximum + (maximum > 2 ** 52 ? 2 ** 10 : 1),
    },
    { name: 'empty', value: type === 'string' && minLength ? '' : undefined },
    { name: 'longer than its maximum', value: maxLength === undefined ? undefined : 'a'.repeat(maxLength + 1) },
    { name: 'of a wrong form', value: type === 'string' && (pattern || format) ? 'not: valid' : undefined },
    { name: 'not one of its values', value: values ? `${values[0]?.toLowerCase()}` : undefined },
  ].filter(({ value }) => value !== undefined);
}
