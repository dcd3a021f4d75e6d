import type { OpenAPI3 } from 'openapi-typescript';
import { type Body, operationsOf, resolve } from '../document.js';
import { nameOf, type Schema, typeOf, type ValueType } from './schema.js';

/** An operation of the control API, for a method of a client. */
export interface ControlOperation {
  operationId: string;
  /** In upper case. */
  method: string;
  path: string;
  summary: string;
  /** Those of path and query, required ones first. The API key is that of the account. */
  parameters: ControlParameter[];
  /** The name of the schema of the request body. */
  body: string | undefined;
  /** The name of the schema of the response; undefined if it has no body. */
  result: string | undefined;
}

export interface ControlParameter {
  name: string;
  in: 'path' | 'query';
  type: ValueType;
  isRequired: boolean;
  description: string;
}

interface RawParameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description?: string;
  required?: boolean;
  schema: Schema;
}

/** The operations of the control API that speak JSON. */
export function controlOperations(document: OpenAPI3, isClass: (name: string) => boolean): ControlOperation[] {
  return operationsOf(document)
    .filter(({ responses }) => !responses.some(([, body]) => body.content?.['text/plain']))
    .map(({ operationId, method, path, responses, requestBody, ...operation }) => ({
      operationId,
      method,
      path,
      summary: summaryOf(document, operationId),
      parameters: (operation.parameters as RawParameter[])
        .flatMap((parameter): ControlParameter[] =>
          parameter.in === 'header'
            ? []
            : [
                {
                  name: parameter.name,
                  in: parameter.in,
                  type: typeOf(document, referenced(document, parameter.schema), isClass),
                  isRequired: parameter.required === true,
                  description: (parameter.description ?? '').trim().replace(/\s+/g, ' '),
                },
              ],
        )
        .sort((a, b) => Number(b.isRequired) - Number(a.isRequired)),
      body: nameOf(schemaOf(requestBody)),
      result: nameOf(schemaOf(responses.find(([status]) => status.startsWith('2'))?.[1])),
    }));
}

/** A schema together with its name. */
function referenced(document: OpenAPI3, schema: Schema): Schema {
  return { ...resolve<Schema>(document, schema), ...(schema.$ref && { $ref: schema.$ref }) };
}

function schemaOf(body: Body | undefined): Schema | undefined {
  return body?.content?.['application/json']?.schema as Schema | undefined;
}

function summaryOf(document: OpenAPI3, id: string): string {
  for (const item of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(item) as { operationId?: string; summary?: string }[]) {
      if (operation?.operationId === id && operation.summary) return `${operation.summary.replace(/\.$/, '')}.`;
    }
  }
  return '';
}
