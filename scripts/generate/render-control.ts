import type { OpenAPI3 } from 'openapi-typescript';
import type { Catalogue } from '../../packages/docs/src/translation/catalogue.js';
import { CONTROL_FOLDER, type GeneratedFiles, HEADER, yamlFile } from './files.js';
import { renderErrorCatalogue } from './render-errors.js';
import { renderFaults } from './render-faults.js';
import { renderOperations } from './render-operations.js';
import { renderSchemas } from './render-schemas.js';
import { renderTypes } from './render-types.js';
import { renderValidators } from './render-validators.js';

/** Makes the files of the sandbox's control API from its bundled document and the translation of that. */
export async function renderControl(document: OpenAPI3, translations: Catalogue): Promise<GeneratedFiles> {
  const typescript = {
    'openapi.ts': await renderTypes(document),
    'operations.ts': renderOperations(document, 'controlOperations'),
    'schemas.ts': renderSchemas(document),
    'errors.ts': renderErrorCatalogue(document),
    'faults.ts': renderFaults(document, translations),
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
