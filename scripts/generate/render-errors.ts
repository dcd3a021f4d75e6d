import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import { ContractError } from './contract-error.js';
import { jsdoc, literal, memberName } from './jsdoc.js';
import { resolve } from './resolve.js';
import { namedSchemas, valueDescriptions } from './schemas.js';

/** What the document says of an error code. */
export interface ErrorDefinition {
  code: string;
  status: number;
  description: string;
  retryable: boolean;
}

/** Every error code of the document, in its order. */
export function errorDefinitions(document: OpenAPI3): ErrorDefinition[] {
  const errorCode = namedSchemas(document).find(({ name }) => name === 'ErrorCode');
  if (!errorCode?.values)
    throw new ContractError(
      'openapi/components/schemas/ErrorCode.yaml: expected x-extensible-enum, the codes that are known.',
    );
  const descriptions = valueDescriptions(errorCode.schema);
  const retryable = (errorCode.schema as { 'x-retryable-codes'?: string[] })['x-retryable-codes'] ?? [];
  const statuses = statusesByCode(document);
  return errorCode.values.map((code) => {
    const status = statuses.get(code);
    if (status === undefined) throw new ContractError(`The error code ${code} has no example in any response.`);
    return { code, status, description: descriptions[code] ?? '', retryable: retryable.includes(code) };
  });
}

/** The error catalogue: for each `ErrorCode` its HTTP status, its meaning, and whether a retry can help. */
export function renderErrorCatalogue(document: OpenAPI3): string {
  const entries = errorDefinitions(document).map(
    ({ code, status, description, retryable }) => `${jsdoc(description, 2)}  ${memberName(code)}: {
    status: ${status},
    description: ${literal(description)},
    retryable: ${retryable},
  },\n`,
  );
  return `import type { ErrorCode } from './schemas.js';

/** What the contract says of an error code. */
export interface ErrorDefinition {
  /** The HTTP status that it comes with. */
  readonly status: number;
  /** What it means, in English Markdown. */
  readonly description: string;
  /** Whether the same request, sent again unchanged and later, can succeed without anybody mending anything. */
  readonly retryable: boolean;
}

/** Every error code of the contract with its status, its meaning and whether a retry can help. */
export const errorCatalogue = {
${entries.join('')}} as const satisfies Record<ErrorCode, ErrorDefinition>;
`;
}

/** The status of the response that each error example stands under; the key of such an example is its code. */
function statusesByCode(document: OpenAPI3): Map<string, number> {
  const statuses = new Map<string, number>();
  for (const operation of operations(document)) {
    for (const [status, reference] of Object.entries(operation.responses ?? {})) {
      if (!/^[45]\d\d$/.test(status)) continue;
      const response = resolve<ResponseWithExamples>(document, reference);
      for (const code of Object.keys(response.content?.['application/json']?.examples ?? {})) {
        statuses.set(code, Number(status));
      }
    }
  }
  return statuses;
}

interface ResponseWithExamples {
  content?: Record<string, { examples?: Record<string, unknown>; schema?: SchemaObject }>;
}

function operations(document: OpenAPI3): { responses?: Record<string, unknown> }[] {
  return Object.values(document.paths ?? {}).flatMap((path) =>
    Object.values(path as Record<string, { responses?: Record<string, unknown> }>),
  );
}
