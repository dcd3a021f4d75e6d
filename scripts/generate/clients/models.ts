import type { OpenAPI3 } from 'openapi-typescript';
import { directions, responseNames, type Schema, schemasOf, valuesOf } from './schema.js';

/** Has one class for each payment type (`paymentSchemas`). */
export const BY_TYPE = 'PartnerPaymentResponse';
/** Is read leniently, by hand. */
const BY_HAND = 'ErrorResponse';
/** Has status, meaning and remedy for each value (`errorCodes`). */
const CATALOGUE = 'ErrorCode';

/** The document that a class comes from. */
export type Origin = 'contract' | 'control';

export interface Model {
  name: string;
  schema: Schema;
  /** Whether requests contain it. */
  isSent: boolean;
  /** Whether responses or events contain it. */
  isReceived: boolean;
  /** Whether it is the response to an operation, so that it has a request id. */
  isResponse: boolean;
  isEvent: boolean;
}

/** What a client generates from a document. */
export interface Models {
  enums: [name: string, schema: Schema][];
  models: Model[];
  /** The schemas that have a class, among them those of the other document. */
  classes: ReadonlyMap<string, Origin>;
}

export function contractModels(document: OpenAPI3): Models {
  const schemas = Object.entries(schemasOf(document)).filter(([name]) => name !== BY_TYPE && name !== BY_HAND);
  const classes = new Map(schemas.filter(isNamed).map(([name]): [string, Origin] => [name, 'contract']));
  return modelsOf(
    document,
    schemas.filter(([name]) => name !== CATALOGUE),
    classes,
  );
}

/** The control API without what the contract has too. The request of a payment stays a map. */
export function controlModels(document: OpenAPI3, contract: OpenAPI3): Models {
  const shared = schemasOf(contract);
  const schemas = Object.entries(schemasOf(document)).filter(([name]) => !(name in shared));
  const classes = new Map(schemas.filter(isNamed).map(([name]): [string, Origin] => [name, 'control']));
  const { sent, received } = directions(contract);
  for (const [name, schema] of Object.entries(shared)) {
    const isReadable = (received.has(name) && !sent.has(name)) || valuesOf(schema);
    if (isReadable && ![BY_TYPE, BY_HAND, CATALOGUE].includes(name)) classes.set(name, 'contract');
  }
  const { enums, models } = modelsOf(document, schemas, classes);
  return { enums, models: models.map((model) => ({ ...model, isResponse: false })), classes };
}

function modelsOf(document: OpenAPI3, schemas: [string, Schema][], classes: ReadonlyMap<string, Origin>): Models {
  const { sent, received } = directions(document);
  const responses = responseNames(document);
  return {
    enums: schemas.filter(([, schema]) => valuesOf(schema)),
    models: schemas
      .filter(([name, schema]) => classes.has(name) && !valuesOf(schema))
      .map(([name, schema]) => ({
        name,
        schema,
        isSent: sent.has(name),
        isReceived: received.has(name),
        isResponse: responses.has(name),
        isEvent: name.endsWith('Event'),
      })),
    classes,
  };
}

const isNamed = ([, schema]: [string, Schema]): boolean =>
  schema.properties !== undefined || valuesOf(schema) !== undefined;
