import type { OpenAPI3, OperationObject, ParameterObject, PathItemObject, SchemaObject } from 'openapi-typescript';
import { CONTROL_FOLDER, type GeneratedFiles, HEADER, yamlFile } from './generated-files.js';
import { literal, memberName } from './jsdoc.js';
import { renderErrorCatalogue } from './render-errors.js';
import { renderSchemas } from './render-schemas.js';
import { renderTypes } from './render-types.js';
import { renderValidators } from './render-validators.js';
import { resolve } from './resolve.js';
import { namedSchemas, valueDescriptions } from './schemas.js';

/** Makes the files of the sandbox's control API from its bundled document. */
export async function renderControl(document: OpenAPI3): Promise<GeneratedFiles> {
  const typescript = {
    'openapi.ts': await renderTypes(document),
    'operations.ts': renderOperations(document),
    'schemas.ts': renderSchemas(document),
    'errors.ts': renderErrorCatalogue(document),
    'faults.ts': renderFaults(document),
    'validators.ts': await renderValidators(document, 'requests'),
  };
  return new Map([
    ['packages/sandbox/openapi.yaml', yamlFile(document)],
    ['packages/sandbox/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ...Object.entries(typescript).map(([name, source]): [string, string] => [
      `${CONTROL_FOLDER}/${name}`,
      `// ${HEADER}\n${source}`,
    ]),
  ]);
}

/** Method, path and query parameters of each operation. */
function renderOperations(document: OpenAPI3): string {
  const lines = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as PathItemObject).map(
      ([method, operation]) =>
        `  ${operation.operationId}: {
    method: ${literal(method.toUpperCase())},
    path: ${literal(path)},
    query: {${queryOf(document, operation).join('')}},
  },\n`,
    ),
  );
  return `import type { operations } from './openapi.js';

/** Method, path and query parameters of each operation of the control API, with \`{…}\` for what is filled in. */
export const controlOperations = {
${lines.join('')}} as const satisfies Record<keyof operations, { method: string; path: string; query: object }>;
`;
}

interface Bounds {
  minimum?: number;
  maximum?: number;
  default?: number;
}

/** The query parameters of an operation, each with its bounds as far as it has any. */
function queryOf(document: OpenAPI3, { parameters = [] }: OperationObject): string[] {
  return parameters
    .map((parameter) => resolve<ParameterObject>(document, parameter))
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) => {
      const { minimum, maximum, default: otherwise } = (schema ?? {}) as Bounds;
      return ` ${name}: ${JSON.stringify({ minimum, maximum, default: otherwise })},`;
    });
}

interface FaultSchema {
  properties?: { seconds?: { 'x-defaults'?: Record<string, number>; 'x-maximums'?: Record<string, number> } };
}

/** Every kind of webhook fault, with its description and the bounds of its `seconds`. */
function renderFaults(document: OpenAPI3): string {
  const kinds = document.components?.schemas?.WebhookFaultKind as SchemaObject;
  const fault = document.components?.schemas?.WebhookFault as FaultSchema | undefined;
  const { 'x-defaults': defaults = {}, 'x-maximums': maximums = {} } = fault?.properties?.seconds ?? {};
  const descriptions = valueDescriptions(kinds);
  const { values = [] } = namedSchemas(document).find(({ name }) => name === 'WebhookFaultKind') ?? {};
  const lines = values.map((kind) => {
    const seconds =
      kind in maximums ? `    seconds: { default: ${defaults[kind]}, maximum: ${maximums[kind]} },\n` : '';
    return `  ${memberName(kind)}: {\n    description: ${literal(descriptions[kind] ?? '')},\n${seconds}  },\n`;
  });
  return `import type { WebhookFaultKind } from './schemas.js';

/** What the document says of a kind of webhook fault. */
export interface FaultDefinition {
  /** What it does, in English Markdown. */
  readonly description: string;
  /** The bounds of \`seconds\`, for the kinds that have them. */
  readonly seconds?: { readonly default: number; readonly maximum: number };
}

/** Every kind of webhook fault, in the order of the document. */
export const faultCatalogue: Readonly<Record<WebhookFaultKind, FaultDefinition>> = {
${lines.join('')}};
`;
}
