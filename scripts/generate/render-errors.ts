import type { OpenAPI3 } from 'openapi-typescript';
import { ContractError, examplesOf, namedSchemas, operationsOf, valueDescriptions } from './document.js';
import { jsdoc, literal, propertyKey } from './typescript.js';

/** An error code as the document defines it. */
export interface ErrorDefinition {
  code: string;
  status: number;
  description: string;
  retryable: boolean;
}

/** Every error code, in the order of the document. */
export function errorDefinitions(document: OpenAPI3): ErrorDefinition[] {
  const errorCode = namedSchemas(document).find(({ name }) => name === 'ErrorCode');
  if (!errorCode?.values)
    throw new ContractError(
      'openapi/components/schemas/ErrorCode.yaml: expected x-extensible-enum with the known codes.',
    );
  const descriptions = valueDescriptions(errorCode.schema);
  const retryable = (errorCode.schema as { 'x-retryable-codes'?: string[] })['x-retryable-codes'] ?? [];
  const statuses = statusesByCode(document);
  return errorCode.values.map((code) => {
    const status = statuses.get(code);
    if (status === undefined)
      throw new ContractError(`Expected an example of the error code ${code} in a response, found none.`);
    return { code, status, description: descriptions[code] ?? '', retryable: retryable.includes(code) };
  });
}

/** The error catalogue: HTTP status, meaning and retryability of each `ErrorCode`. */
export function renderErrorCatalogue(document: OpenAPI3): string {
  const entries = errorDefinitions(document).map(
    ({ code, status, description, retryable }) => `${jsdoc(description, 2)}  ${propertyKey(code)}: {
    status: ${status},
    description: ${literal(description)},
    retryable: ${retryable},
  },\n`,
  );
  return `import type { ErrorCode } from './schemas.js';

/** An error code as the contract defines it. */
export interface ErrorDefinition {
  /** The HTTP status of the response. */
  readonly status: number;
  /** The meaning, in English Markdown. */
  readonly description: string;
  /** Whether the unchanged request can succeed later without anybody fixing anything. */
  readonly retryable: boolean;
}

/** Status, meaning and retryability of every error code of the contract. */
export const errorCatalogue = {
${entries.join('')}} as const satisfies Record<ErrorCode, ErrorDefinition>;
`;
}

/** The status of each error code: that of the response whose example has the code as its name. */
function statusesByCode(document: OpenAPI3): Map<string, number> {
  const responses = operationsOf(document).flatMap((operation) => operation.responses);
  return new Map(
    responses
      .filter(([status]) => /^[45]\d\d$/.test(status))
      .flatMap(([status, body]) =>
        Object.keys(examplesOf(body)).map((code): [string, number] => [code, Number(status)]),
      ),
  );
}
