import type { OpenAPI3, ParameterObject, ResponseObject, SecuritySchemeObject } from 'openapi-typescript';
import { ContractError, resolve } from './document.js';
import { jsdoc, literal } from './typescript.js';

interface Constant {
  /** A string, a number, or a JSON value. */
  value: unknown;
  description: string;
  /** The place of the value in the document. */
  source: string;
}

interface WebhookItem {
  post?: { 'x-delivery'?: { 'timeout-seconds'?: number; 'retry-minutes'?: number[] } };
}

/** Single facts of the document that every client needs: version, server, header names, times. */
export function constants(document: OpenAPI3): Record<string, Constant> {
  const apiKey = document.components?.securitySchemes?.ApiKey as SecuritySchemeObject & { name?: string };
  const signature = document.components?.parameters?.XKGiTONSignature as
    | (ParameterObject & { 'x-test-secret'?: string })
    | undefined;
  const delivery = (document.webhooks?.['payment.success'] as WebhookItem | undefined)?.post?.['x-delivery'];
  const request = document.components?.schemas?.PartnerPaymentRequest as
    | { properties?: Record<string, { 'x-defaults'?: Record<string, number> }> }
    | undefined;
  const amount = document.components?.schemas?.Amount as { 'x-maximums'?: Record<string, number> } | undefined;
  const status = document.components?.schemas?.PaymentStatus as { 'x-final-values'?: string[] } | undefined;
  const success = document.components?.responses?.PaymentGenerated as ResponseObject | undefined;
  return {
    CONTRACT_VERSION: {
      value: document.info.version,
      description: 'The version of the contract (semantic versioning).',
      source: 'info.version',
    },
    SERVER_URL: {
      value: document.servers?.[0]?.url,
      description: 'The base URL of the production API, without a trailing slash.',
      source: 'servers[0].url',
    },
    API_KEY_HEADER: {
      value: apiKey?.name,
      description: "The request header with the partner's API key.",
      source: 'components.securitySchemes.ApiKey.name',
    },
    SIGNATURE_HEADER: {
      value: signature?.name,
      description: 'The webhook header with the signature of the exact bytes of the body.',
      source: 'components.parameters.XKGiTONSignature.name',
    },
    REQUEST_ID_HEADER: {
      value: Object.keys(success?.headers ?? {})[0],
      description: "The response header with KGiTON's request id. Optional.",
      source: 'components.responses.PaymentGenerated.headers',
    },
    TEST_WEBHOOK_SECRET: {
      value: signature?.['x-test-secret'],
      description: 'The published webhook secret of examples, sandbox and tests. It protects nothing.',
      source: 'components.parameters.XKGiTONSignature.x-test-secret',
    },
    DEFAULT_EXPIRY_MINUTES: {
      value: request?.properties?.expiry_minutes?.['x-defaults'],
      description: 'Default of `expiry_minutes` by payment type, in minutes.',
      source: 'components.schemas.PartnerPaymentRequest.properties.expiry_minutes.x-defaults',
    },
    MAXIMUM_AMOUNTS: {
      value: amount?.['x-maximums'],
      description: 'The maximum `amount` in whole rupiah, for payment types with a limit.',
      source: 'components.schemas.Amount.x-maximums',
    },
    MAXIMUM_LENGTHS: {
      value: maximumLengths(document, request?.properties ?? {}),
      description: 'The maximum length of the texts of a payment request, in characters (Unicode code points).',
      source: 'components.schemas.PartnerPaymentRequest.properties',
    },
    FINAL_PAYMENT_STATUSES: {
      value: status?.['x-final-values'],
      description: 'The values of `payment_status` after which it never changes again.',
      source: 'components.schemas.PaymentStatus.x-final-values',
    },
    WEBHOOK_TIMEOUT_SECONDS: {
      value: delivery?.['timeout-seconds'],
      description: 'Seconds within which a receiver has to acknowledge a webhook.',
      source: 'webhooks["payment.success"].post.x-delivery.timeout-seconds',
    },
    WEBHOOK_RETRY_MINUTES: {
      value: delivery?.['retry-minutes'],
      description: 'Minutes between a failed webhook attempt and the next, by attempt.',
      source: 'webhooks["payment.success"].post.x-delivery.retry-minutes',
    },
  };
}

/** The properties of an object whose length is limited, with their limits. */
function maximumLengths(document: OpenAPI3, properties: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) => {
      const { maxLength } = resolve<{ maxLength?: number }>(document, property);
      return maxLength === undefined ? [] : [[name, maxLength]];
    }),
  );
}

export function renderConstants(document: OpenAPI3): string {
  const lines = Object.entries(constants(document)).map(([name, { value, description, source }]) => {
    if (!value)
      throw new ContractError(`openapi/openapi.yaml: expected a value at ${source}, for the constant ${name}.`);
    const expression = typeof value === 'string' ? literal(value) : `${JSON.stringify(value)} as const`;
    return `${jsdoc(description)}export const ${name} = ${expression};\n`;
  });
  return lines.join('\n');
}
