import type { OpenAPI3 } from 'openapi-typescript';
import { operationsOf } from '../document.js';
import { constants } from '../render-constants.js';
import { type ErrorDefinition, errorDefinitions } from '../render-errors.js';
import { className } from '../render-readme.js';
import { schemasOf } from './schema.js';

/** A constant of a client. The names are in `UPPER_CASE`. */
export interface Fact {
  name: string;
  /** A string, a number, or a JSON value. */
  value: unknown;
  description: string;
}

/** Single facts of the contract, and method and path of each operation. */
export function contractFacts(document: OpenAPI3, version: string): Fact[] {
  const facts = Object.entries(constants(document)).map(([name, { value, description }]) => ({
    name,
    value,
    description,
  }));
  const operations = operationsOf(document).map(({ operationId, method, path }) => ({
    name: operationId.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    value: [method, path],
    description: `Method and path of \`${operationId}\`.`,
  }));
  const examples = document.components?.examples as Record<string, { value: unknown }> | undefined;
  return [
    ...facts,
    ...operations,
    { name: 'PACKAGE_VERSION', value: version, description: 'The version of this package.' },
    {
      name: 'EXAMPLE_EVENT',
      value: examples?.QrisPaid?.value,
      description: 'The `payment.success` event of the examples.',
    },
  ];
}

/** An error code with what a caller does about it. */
export interface ErrorFact extends ErrorDefinition {
  /** In English. */
  remedy: string;
  /** The TypeScript SDK's class for it; those of other languages are named alike. */
  className: string;
}

export function errorFacts(document: OpenAPI3): ErrorFact[] {
  const { ErrorCode } = schemasOf(document) as Record<string, { 'x-remedies'?: Record<string, string> }>;
  return errorDefinitions(document).map((error) => ({
    ...error,
    remedy: ErrorCode?.['x-remedies']?.[error.code] ?? '',
    className: className(error.code, error.status),
  }));
}
