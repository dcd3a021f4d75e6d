import type {
  OpenAPI3,
  ParameterObject,
  PathItemObject,
  ResponseObject,
  SecuritySchemeObject,
} from 'openapi-typescript';
import { ContractError } from './contract-error.js';
import { jsdoc, literal } from './jsdoc.js';

interface Constant {
  /** A text, a number, or a JSON value that is frozen as it is. */
  value: unknown;
  description: string;
  /** Where the value stands in the document. */
  source: string;
}

interface WebhookItem {
  post?: { 'x-delivery'?: { 'timeout-seconds'?: number; 'retry-minutes'?: number[] } };
}

/** What the document says once and every client needs: version, server, names of headers, times. */
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
  const success = document.components?.responses?.PaymentGenerated as ResponseObject | undefined;
  return {
    CONTRACT_VERSION: {
      value: document.info.version,
      description: 'The version of the contract, by semantic versioning.',
      source: 'info.version',
    },
    SERVER_URL: {
      value: document.servers?.[0]?.url,
      description: 'The base URL of the API in production, without a slash at its end.',
      source: 'servers[0].url',
    },
    GENERATE_PAYMENT_PATH: {
      value: Object.entries(document.paths ?? {}).find(
        ([, item]) => (item as PathItemObject).post?.operationId === 'generatePayment',
      )?.[0],
      description: 'The path of the operation that generates a payment, on the server.',
      source: 'paths (the operation generatePayment)',
    },
    API_KEY_HEADER: {
      value: apiKey?.name,
      description: "The request header that carries the partner's API key.",
      source: 'components.securitySchemes.ApiKey.name',
    },
    SIGNATURE_HEADER: {
      value: signature?.name,
      description: "The header of a webhook that carries the signature of its body's exact bytes.",
      source: 'components.parameters.XKGiTONSignature.name',
    },
    REQUEST_ID_HEADER: {
      value: Object.keys(success?.headers ?? {})[0],
      description: "The header of an answer that carries KGiTON's id of the request. May be missing.",
      source: 'components.responses.PaymentGenerated.headers',
    },
    TEST_WEBHOOK_SECRET: {
      value: signature?.['x-test-secret'],
      description: 'The published webhook secret of examples, sandbox and tests. It protects nothing.',
      source: 'components.parameters.XKGiTONSignature.x-test-secret',
    },
    DEFAULT_EXPIRY_MINUTES: {
      value: request?.properties?.expiry_minutes?.['x-defaults'],
      description: 'Minutes that a payment can be paid, by payment type, unless `expiry_minutes` says otherwise.',
      source: 'components.schemas.PartnerPaymentRequest.properties.expiry_minutes.x-defaults',
    },
    MAXIMUM_AMOUNTS: {
      value: amount?.['x-maximums'],
      description: 'The largest `amount` in whole rupiah, for the payment types that have a limit.',
      source: 'components.schemas.Amount.x-maximums',
    },
    WEBHOOK_TIMEOUT_SECONDS: {
      value: delivery?.['timeout-seconds'],
      description: 'Seconds that a receiver of a webhook has to acknowledge it.',
      source: 'webhooks["payment.success"].post.x-delivery.timeout-seconds',
    },
    WEBHOOK_RETRY_MINUTES: {
      value: delivery?.['retry-minutes'],
      description: 'Minutes from each attempt to deliver a webhook that failed to the next.',
      source: 'webhooks["payment.success"].post.x-delivery.retry-minutes',
    },
  };
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
