import type { OpenAPI3 } from 'openapi-typescript';
import type { Catalogue } from '../../packages/docs/src/translation/catalogue.js';
import { CONTROL_FOLDER, type GeneratedFiles, HEADER, yamlFile } from './files.js';
import { renderErrorCatalogue } from './render-errors.js';
import { renderFaults } from './render-faults.js';
import { renderJsonSchema } from './render-json-schema.js';
import { renderOperations } from './render-operations.js';
import { renderSchemas } from './render-schemas.js';
import { renderTypes } from './render-types.js';
import { renderValidators } from './render-validators.js';

/** The document as a file of state has to follow it: a typo in a name must not go unnoticed. */
function forFiles(document: OpenAPI3): OpenAPI3 {
  const copy = structuredClone(document);
  const schemas = (copy.components?.schemas ?? {}) as Record<
    string,
    { additionalProperties?: boolean; properties?: object }
  >;
  for (const [name, schema] of Object.entries(schemas)) if (/^State/.test(name)) schema.additionalProperties = false;
  const { State } = schemas;
  // Editors find the schema by it.
  if (State) State.properties = { $schema: { type: 'string' }, ...State.properties };
  return copy;
}

/** The same without what the validators of the contract check in it: they are loaded in any case. */
function withoutContract(document: OpenAPI3): OpenAPI3 {
  const { StatePayment } = (document.components?.schemas ?? {}) as Record<
    string,
    { properties?: Record<string, object> }
  >;
  for (const name of ['request', 'response']) if (StatePayment?.properties) StatePayment.properties[name] = {};
  return document;
}

/** Makes the files of the sandbox's control API from its bundled document and the translation of that. */
export async function renderControl(document: OpenAPI3, translations: Catalogue): Promise<GeneratedFiles> {
  const typescript = {
    'openapi.ts': await renderTypes(document),
    'operations.ts': renderOperations(document, 'controlOperations'),
    'schemas.ts': renderSchemas(document),
    'errors.ts': renderErrorCatalogue(document),
    'faults.ts': renderFaults(document, translations),
    'validators.ts': await renderValidators(withoutContract(forFiles(document)), 'requests', ['State']),
  };
  return new Map([
    ['packages/sandbox/openapi.yaml', yamlFile(document)],
    ['packages/sandbox/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ['packages/sandbox/state.schema.json', renderJsonSchema(forFiles(document), 'State')],
    ...Object.entries(typescript).map(([name, source]): [string, string] => [
      `${CONTROL_FOLDER}/${name}`,
      `// ${HEADER}\n${source}`,
    ]),
  ]);
}
