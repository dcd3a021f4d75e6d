// What partners rely on, written down a second time on purpose: from the source document and openapi/DECISIONS.md, not
// from openapi/. An edit of the contract that changes one of these is a decision, and has to be made here as well.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { document, type Operation, operations, outcomes, rawDocument } from '../support/document.js';
import { violations } from '../support/validate.js';

const path = '/api/partner/payment/generate';
const operation = document.paths[path]?.post;
const request = operation?.requestBody.content['application/json']?.schema ?? {};
const response = operation?.responses['200']?.content?.['application/json']?.schema ?? {};
const webhook = document.webhooks['payment.success']?.post;
const errorResponse = document.components.schemas.ErrorResponse ?? {};
const event = webhook?.requestBody.content['application/json']?.schema;
const valid = { transaction_id: 'TRX-1', amount: 50_000, license_key: 'any text', payment_type: 'QRIS' };

test('there is one operation, at the address that partners call', () => {
  expect(document.servers.map(({ url }) => url)).toEqual(['https://api.kgiton.com']);
  expect(operations(document.paths).map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${path}`]);
  expect(operation?.operationId).toBe('generatePayment');
});

test('the API key is the header x-api-key', () => {
  const { name, in: place, type } = document.components.securitySchemes.ApiKey;
  expect({ name, place, type }).toEqual({ name: 'x-api-key', place: 'header', type: 'apiKey' });
  expect(rawDocument).toHaveProperty('security', [{ ApiKey: [] }]);
  expect(operation).not.toHaveProperty('security');
});

test('each error code has its one status', () => {
  const statuses = outcomes.filter(({ status }) => status >= 400).map(({ name, status }) => [name, status]);
  expect(Object.fromEntries(statuses)).toEqual({
    INVALID_AMOUNT: 400,
    INVALID_PAYMENT_TYPE: 400,
    VALIDATION_ERROR: 400,
    AUTHENTICATION_ERROR: 401,
    INSUFFICIENT_TOKENS: 402,
    LICENSE_EXPIRED: 403,
    INVALID_LICENSE: 404,
    DUPLICATE_TRANSACTION: 409,
    INTERNAL_ERROR: 500,
    GATEWAY_ERROR: 502,
  });
});

test('only an error of the gateway is worth the same request again', () => {
  expect(document.components.schemas.ErrorCode?.['x-retryable-codes']).toEqual(['GATEWAY_ERROR']);
});

test('every response may carry X-Request-Id', () => {
  const responses = Object.values(operation?.responses ?? {});
  expect(responses.map(({ headers }) => Object.keys(headers ?? {}))).toEqual(responses.map(() => ['X-Request-Id']));
});

test('addresses are http or https, and have a host', () => {
  const { QrisCode, PartnerPaymentResponse, PartnerPaymentRequest } = document.components.schemas;
  const { webhook_url, back_url } = PartnerPaymentRequest?.properties ?? {};
  const others = [QrisCode?.properties?.qr_image_url, PartnerPaymentResponse?.properties?.payment_url];
  for (const schema of [webhook_url, back_url, ...others]) {
    expect(violations(schema ?? {}, 'https://example.com/a?b#c')).toEqual([]);
    for (const wrong of ['https://', 'javascript:alert(1)', 'example.com']) {
      expect(violations(schema ?? {}, wrong)).not.toEqual([]);
    }
  }
});

test('properties that a later version adds are allowed everywhere', () => {
  // Strict generators read `true`, and take a schema that does not say so for closed.
  for (const body of [response, response.properties?.qris?.allOf?.[0]?.else, errorResponse, event]) {
    expect(body?.additionalProperties).toBe(true);
  }
  expect(JSON.stringify(document)).not.toMatch(/"additionalProperties":(?!true)|unevaluatedProperties/);
});

describe('a request', () => {
  const accepted: [string, object][] = [
    ['with the required members only', {}],
    ['for the smallest amount', { amount: 1000 }],
    ['for the largest QRIS amount', { amount: 10_000_000 }],
    ['for a checkout page above the QRIS limit', { amount: 10_000_001, payment_type: 'CHECKOUT_PAGE' }],
    ['with a transaction id of 50 characters', { transaction_id: `${'a'.repeat(48)}_-` }],
    ['that expires after a minute', { expiry_minutes: 1 }],
    ['that expires after a day', { expiry_minutes: 1440 }],
    ['with an http webhook', { webhook_url: 'http://localhost:3000/webhook' }],
    ['with items and a way back on QRIS', { items: [], back_url: 'https://myapp.com' }],
    ['with no items in a list for a checkout page', { items: [], payment_type: 'CHECKOUT_PAGE' }],
    ['with an empty license key, which is then not found', { license_key: '' }],
    ['with members that the contract does not name', { webhookUrl: 1, nested: { a: [] } }],
  ];
  test.each(accepted)('%s is valid', (_name, members) => {
    expect(violations(request, { ...valid, ...members })).toEqual([]);
  });

  const item = { id: '1', name: 'Laundry', price: 1000, quantity: 1 };
  const refused: [string, object][] = [
    ...Object.keys(valid).map((name): [string, object] => [`without ${name}`, { [name]: undefined }]),
    ['for 999 rupiah', { amount: 999 }],
    ['for half a rupiah', { amount: 1000.5 }],
    ['for an amount in a string', { amount: '50000' }],
    ['for a QRIS amount above the limit of Bank Indonesia', { amount: 10_000_001 }],
    ['for an amount that JSON parsers round', { amount: 2 ** 53, payment_type: 'CHECKOUT_PAGE' }],
    ['with a transaction id of 51 characters', { transaction_id: 'a'.repeat(51) }],
    ['with an empty transaction id', { transaction_id: '' }],
    ['with a space in the transaction id', { transaction_id: 'TRX 1' }],
    ['with a payment type in lower case', { payment_type: 'qris' }],
    ['that expires at once', { expiry_minutes: 0 }],
    ['that expires after more than a day', { expiry_minutes: 1441 }],
    ['that expires after half a minute', { expiry_minutes: 0.5 }],
    ['with a webhook that is not http', { webhook_url: 'ftp://example.com/' }],
    ['with a webhook that is no address', { webhook_url: 'webhook' }],
    ['with a script as way back', { back_url: 'javascript:alert(1)' }],
    ['with an e-mail address without a host', { customer_email: 'john' }],
    ...['description', 'webhook_url', 'back_url', 'customer_name', 'customer_email', 'customer_phone'].flatMap(
      (name): [string, object][] => [
        [`with null for ${name}`, { [name]: null }],
        [`with an empty ${name}`, { [name]: '' }],
      ],
    ),
    ['with a user and password in the webhook', { webhook_url: 'https://user:secret@example.com/' }],
    ['with a user in the way back', { back_url: 'https://user@example.com' }],
    ['with an item of no quantity', { items: [{ ...item, quantity: 0 }] }],
    ['with an item of a negative price', { items: [{ ...item, price: -1 }] }],
    ['with an item without a name', { items: [{ ...item, name: undefined }] }],
  ];
  test.each(refused)('%s is not valid', (_name, members) => {
    const sent = JSON.parse(JSON.stringify({ ...valid, ...members }));
    expect(violations(request, sent)).not.toEqual([]);
  });
});

describe('a response', () => {
  const members = [
    'success',
    'payment_id',
    'transaction_id',
    'amount',
    'payment_type',
    'payment_url',
    'expires_at',
    'qris',
  ];
  const examples = Object.fromEntries(outcomes.map(({ name, value }) => [name, value]));

  test('has every property, always', () => {
    expect(response.required).toEqual(members);
    expect(Object.keys(response.properties ?? {})).toEqual(members);
    expect(response.properties?.success?.const).toBe(true);
  });

  test('has a QRIS code or a payment address, and null for the other', () => {
    const { QRIS, CHECKOUT_PAGE } = examples;
    for (const [type, own, other] of [
      [QRIS, 'qris', 'payment_url'],
      [CHECKOUT_PAGE, 'payment_url', 'qris'],
    ] as const) {
      expect(violations(response, type)).toEqual([]);
      expect(type?.[other]).toBeNull();
      expect(violations(response, { ...type, [own]: null })).not.toEqual([]);
    }
    expect(violations(response, { ...QRIS, payment_url: CHECKOUT_PAGE?.payment_url })).not.toEqual([]);
    expect(violations(response, { ...CHECKOUT_PAGE, qris: QRIS?.qris })).not.toEqual([]);
  });

  test('of an error has success false, a code and a message, and errors only where members are wrong', () => {
    const error = errorResponse;
    expect(error?.required).toEqual(['success', 'code', 'message']);
    expect(error?.properties?.success?.const).toBe(false);
    expect(error?.properties?.errors?.items?.required).toEqual(['path', 'message']);
  });
});

describe('the webhook', () => {
  test('carries the members of the source document, in its order', () => {
    const names = ['event', 'payment_id', 'transaction_id', 'amount', 'payment_type', 'paid_at', 'signature'];
    expect(Object.keys(event?.properties ?? {})).toEqual(names);
    expect(event?.required).toEqual(names);
    expect(event?.properties?.event?.const).toBe('payment.success');
    expect(event?.properties?.signature).toMatchObject({ deprecated: true, pattern: '^[0-9a-f]{64}$' });
  });

  test('is signed in the header X-KGiTON-Signature with 64 lowercase hex digits', () => {
    const header = webhook?.parameters?.find((parameter) => parameter.name === 'X-KGiTON-Signature');
    expect(header).toMatchObject({ in: 'header', required: true, schema: { pattern: '^[0-9a-f]{64}$' } });
  });

  test('needs no API key, and is acknowledged with any 2xx', () => {
    expect(webhook?.security).toEqual([]);
    expect(Object.keys(webhook?.responses ?? {})).toEqual(['2XX', '4XX', '5XX']);
  });

  test('is the callback of the operation, to the webhook_url of its request', () => {
    const callback = operation?.callbacks?.paymentSuccess ?? {};
    expect(Object.keys(callback)).toEqual(['{$request.body#/webhook_url}']);
    const { 'x-codeSamples': _, ...post } = (webhook ?? {}) as Operation;
    const named = { ...post, operationId: 'receivePaymentSuccessCallback' };
    expect(isDeepStrictEqual(Object.values(callback), [{ post: named }])).toBe(true);
  });
});

test('times are in UTC and end with Z', () => {
  const { ExpiresAt, PaymentSuccessEvent } = document.components.schemas;
  for (const schema of [ExpiresAt, PaymentSuccessEvent?.properties?.paid_at]) {
    expect(violations(schema ?? {}, '2026-01-15T10:30:00Z')).toEqual([]);
    expect(violations(schema ?? {}, '2026-01-15T17:30:00+07:00')).not.toEqual([]);
    expect(violations(schema ?? {}, '15 January 2026')).not.toEqual([]);
  }
});
