// What partners rely on, written down a second time on purpose: from the source document and openapi/DECISIONS.md, not
// from openapi/. An edit of the contract that changes one of these is a decision, and has to be made here as well.
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { type Operation, operations, type Schema } from '../../support/document.js';
import { violations } from '../../support/validate.js';
import type { Check, CheckGroup, Subject } from './check.js';
import { requestFacts } from './request-facts.js';

const path = '/api/partner/payment/generate';
const statusPath = '/api/partner/payment/status/{transactionId}';

/** The parts of the document that the checks below are about. */
function partsOf({ contract: { raw, document, outcomes } }: Subject) {
  const operation = document.paths[path]?.post;
  const webhook = document.webhooks['payment.success']?.post;
  return {
    raw,
    document,
    outcomes,
    schemas: document.components.schemas,
    operation,
    statusOperation: document.paths[statusPath]?.get,
    status: document.paths[statusPath]?.get?.responses['200']?.content?.['application/json']?.schema ?? {},
    response: operation?.responses['200']?.content?.['application/json']?.schema ?? {},
    errorResponse: document.components.schemas.ErrorResponse ?? {},
    webhook,
    event: webhook?.requestBody?.content['application/json']?.schema ?? {},
  };
}

const contract: CheckGroup = {
  name: 'the contract:',
  checks(subject) {
    const { raw, document, outcomes, schemas, operation, statusOperation, response, status, errorResponse, event } =
      partsOf(subject);
    return [
      {
        name: 'has two operations, at the addresses that partners call',
        run() {
          expect(document.servers.map(({ url }) => url)).toEqual(['https://api.kgiton.com']);
          const addresses = operations(document.paths).map(({ method, path }) => `${method} ${path}`);
          expect(addresses).toEqual([`POST ${path}`, `GET ${statusPath}`]);
          expect(operation?.operationId).toBe('generatePayment');
          expect(statusOperation?.operationId).toBe('getPaymentStatus');
        },
      },
      {
        name: 'takes any text as the transaction id whose status is asked for, so that a malformed one is not found',
        run() {
          const [parameter, ...others] = statusOperation?.parameters ?? [];
          expect(others).toEqual([]);
          expect(parameter).toMatchObject({ name: 'transactionId', in: 'path', required: true });
          expect(violations(parameter?.schema ?? {}, 'not: valid')).toEqual([]);
          expect(statusOperation).not.toHaveProperty('requestBody');
          expect(Object.keys(statusOperation?.responses ?? {})).toEqual(['200', '401', '404', '500']);
        },
      },
      {
        name: 'the API key is the header x-api-key',
        run() {
          const { name, in: place, type } = document.components.securitySchemes.ApiKey;
          expect({ name, place, type }).toEqual({ name: 'x-api-key', place: 'header', type: 'apiKey' });
          expect(raw).toHaveProperty('security', [{ ApiKey: [] }]);
          for (const each of [operation, statusOperation]) expect(each).not.toHaveProperty('security');
        },
      },
      {
        name: 'each error code has one status',
        run() {
          const statuses = outcomes.filter(({ status }) => status >= 400).map(({ name, status }) => [name, status]);
          expect(Object.fromEntries(statuses)).toEqual({
            INVALID_AMOUNT: 400,
            INVALID_PAYMENT_TYPE: 400,
            VALIDATION_ERROR: 400,
            AUTHENTICATION_ERROR: 401,
            INSUFFICIENT_TOKENS: 402,
            LICENSE_EXPIRED: 403,
            INVALID_LICENSE: 404,
            TRANSACTION_NOT_FOUND: 404,
            DUPLICATE_TRANSACTION: 409,
            INTERNAL_ERROR: 500,
            GATEWAY_ERROR: 502,
          });
        },
      },
      {
        name: 'only an error of the gateway is worth a retry',
        run: () => expect(schemas.ErrorCode?.['x-retryable-codes']).toEqual(['GATEWAY_ERROR']),
      },
      {
        name: 'every response may carry X-Request-Id',
        run() {
          const responses = [operation, statusOperation].flatMap((each) => Object.values(each?.responses ?? {}));
          const headers = responses.map(({ headers }) => Object.keys(headers ?? {}));
          expect(headers).toEqual(headers.map(() => ['X-Request-Id']));
        },
      },
      {
        name: 'URLs are http or https, and have a host',
        run() {
          const { QrisCode, PartnerPaymentResponse, PartnerPaymentRequest } = schemas;
          const { webhook_url, back_url } = PartnerPaymentRequest?.properties ?? {};
          const others = [QrisCode?.properties?.qr_image_url, PartnerPaymentResponse?.properties?.payment_url];
          for (const schema of [webhook_url, back_url, ...others]) {
            expect(violations(schema ?? {}, 'https://example.com/a?b#c')).toEqual([]);
            for (const invalid of ['https://', 'javascript:alert(1)', 'example.com']) {
              expect(violations(schema ?? {}, invalid)).not.toEqual([]);
            }
          }
        },
      },
      {
        name: 'properties that a later version adds are allowed everywhere',
        run() {
          // Strict generators read `true`, and take a schema that does not say so for closed.
          for (const body of [response, status, response.properties?.qris?.allOf?.[0]?.else, errorResponse, event]) {
            expect(body?.additionalProperties).toBe(true);
          }
          expect(JSON.stringify(document)).not.toMatch(/"additionalProperties":(?!true)|unevaluatedProperties/);
        },
      },
      {
        name: 'times are in UTC and end with Z',
        run() {
          for (const schema of [
            schemas.ExpiresAt,
            schemas.PaymentSuccessEvent?.properties?.paid_at,
            status.properties?.paid_at,
            status.properties?.created_at,
          ]) {
            expect(violations(schema ?? {}, '2026-01-15T10:30:00Z')).toEqual([]);
            expect(violations(schema ?? {}, '2026-01-15T17:30:00+07:00')).not.toEqual([]);
            expect(violations(schema ?? {}, '15 January 2026')).not.toEqual([]);
          }
        },
      },
    ];
  },
};

const RESPONSE_PROPERTIES = [
  'success',
  'payment_id',
  'transaction_id',
  'amount',
  'payment_type',
  'payment_url',
  'expires_at',
  'qris',
];

const response: CheckGroup = {
  name: 'a response',
  checks(subject) {
    const { response, errorResponse, outcomes } = partsOf(subject);
    const examples = Object.fromEntries(outcomes.map(({ name, value }) => [name, value]));
    return [
      {
        name: 'always has every property',
        run() {
          expect(response.required).toEqual(RESPONSE_PROPERTIES);
          expect(Object.keys(response.properties ?? {})).toEqual(RESPONSE_PROPERTIES);
          expect(response.properties?.success?.const).toBe(true);
        },
      },
      {
        name: 'has a QRIS code or a payment_url, and null for the other',
        run() {
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
        },
      },
      {
        name: 'with an error has success false, a code and a message, and each of its errors a path and a message',
        run() {
          expect(errorResponse.required).toEqual(['success', 'code', 'message']);
          expect(errorResponse.properties?.success?.const).toBe(false);
          expect(errorResponse.properties?.errors?.items?.required).toEqual(['path', 'message']);
        },
      },
    ];
  },
};

const STATUS_PROPERTIES = [
  'success',
  'payment_id',
  'transaction_id',
  'payment_status',
  'amount',
  'payment_type',
  'gateway_transaction_id',
  'paid_at',
  'expires_at',
  'webhook_sent',
  'created_at',
];

const status: CheckGroup = {
  name: 'a status',
  checks(subject) {
    const { status, schemas, outcomes } = partsOf(subject);
    return [
      {
        name: 'always has every property, and only the gateway’s id and the time of payment may be null',
        run() {
          expect(status.required).toEqual(STATUS_PROPERTIES);
          expect(Object.keys(status.properties ?? {})).toEqual(STATUS_PROPERTIES);
          expect(status.properties?.success?.const).toBe(true);
          const pending = outcomes.find(({ name }) => name === 'pending')?.value ?? {};
          const nullable = STATUS_PROPERTIES.filter(
            (name) => violations(status, { ...pending, [name]: null }).length === 0,
          );
          expect(nullable).toEqual(['gateway_transaction_id', 'paid_at']);
        },
      },
      {
        name: 'is pending, paid, expired or failed, all but the first for good, and may be one that a later version adds',
        run() {
          const known = ['pending', 'paid', 'expired', 'failed'];
          expect(schemas.PaymentStatus?.['x-extensible-enum']).toEqual(known);
          expect(schemas.PaymentStatus?.['x-final-values']).toEqual(known.slice(1));
          expect(violations(schemas.PaymentStatus ?? {}, 'refunded')).toEqual([]);
        },
      },
    ];
  },
};

const webhook: CheckGroup = {
  name: 'the webhook',
  checks: (subject) => [...webhookBody(partsOf(subject).event), ...webhookDelivery(partsOf(subject))],
};

function webhookBody(event: Schema): Check[] {
  return [
    {
      name: 'carries the properties of the source document, in its order',
      run() {
        const names = ['event', 'payment_id', 'transaction_id', 'amount', 'payment_type', 'paid_at', 'signature'];
        expect(Object.keys(event.properties ?? {})).toEqual(names);
        expect(event.required).toEqual(names);
        expect(event.properties?.event?.const).toBe('payment.success');
        expect(event.properties?.signature).toMatchObject({ deprecated: true, pattern: '^[0-9a-f]{64}$' });
      },
    },
  ];
}

function webhookDelivery({ webhook, operation }: ReturnType<typeof partsOf>): Check[] {
  return [
    {
      name: 'is signed in the header X-KGiTON-Signature with 64 lowercase hex digits',
      run() {
        const header = webhook?.parameters?.find((parameter) => parameter.name === 'X-KGiTON-Signature');
        expect(header).toMatchObject({ in: 'header', required: true, schema: { pattern: '^[0-9a-f]{64}$' } });
      },
    },
    {
      name: 'needs no API key, and any 2xx acknowledges it',
      run() {
        expect(webhook?.security).toEqual([]);
        expect(Object.keys(webhook?.responses ?? {})).toEqual(['2XX', '4XX', '5XX']);
      },
    },
    {
      name: 'is the callback of the operation, to the webhook_url of its request',
      run() {
        const callback = operation?.callbacks?.paymentSuccess ?? {};
        expect(Object.keys(callback)).toEqual(['{$request.body#/webhook_url}']);
        const { 'x-codeSamples': _, ...post } = (webhook ?? {}) as Operation;
        const named = { ...post, operationId: 'receivePaymentSuccessCallback' };
        expect(isDeepStrictEqual(Object.values(callback), [{ post: named }])).toBe(true);
      },
    },
  ];
}

export const wireFacts = [contract, requestFacts, response, status, webhook];
