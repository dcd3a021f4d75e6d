import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenAPI3 } from 'openapi-typescript';
import { type PackageSource, packageSource } from '../../packages/docs/src/packages.js';
import { CATALOGUES, readCatalogue } from '../../packages/docs/src/translation/catalogue.js';
import { bundle } from './bundle.js';
import { readClientRules, renderSdkRules } from './client-rules.js';
import { type GeneratedFiles, HEADER, READMES, SDK_FOLDER, TYPESCRIPT_FOLDER, yamlFile } from './files.js';
import { renderGo } from './go/render-go.js';
import { renderJava } from './java/render-java.js';
import { renderPoms } from './java/render-pom.js';
import { renderPhp } from './php/render-php.js';
import { renderPython } from './python/render-python.js';
import { renderConformance } from './render-conformance.js';
import { renderConstants } from './render-constants.js';
import { renderControl } from './render-control.js';
import { renderErrorCatalogue } from './render-errors.js';
import { renderExamples } from './render-examples.js';
import { renderIndex } from './render-index.js';
import { renderLua } from './render-lua.js';
import { renderOpenApi30 } from './render-openapi-3.0.js';
import { renderOperations } from './render-operations.js';
import { renderPages } from './render-pages.js';
import { renderPropertyNames } from './render-property-names.js';
import { readmeTemplate, renderReadme } from './render-readme.js';
import { renderSchemas } from './render-schemas.js';
import { renderSdkOptions } from './render-sdk-options.js';
import { renderTypes } from './render-types.js';
import { renderValidators } from './render-validators.js';

/**
 * Generates every file from `openapi/` in `root`, in memory.
 *
 * @param packages where the package READMEs tell readers to get the packages
 * @throws {ContractError} when a document is invalid; the message names file, line and rule
 */
export async function generate(root: string, packages: PackageSource = packageSource()): Promise<GeneratedFiles> {
  const { examples, contract, control } = await bundle(root);
  const rules = await readClientRules(root);
  const version = await packageVersion(root);
  const readmes = READMES.map(async (name): Promise<[string, string]> => {
    const template = await readFile(join(root, readmeTemplate(name)), 'utf8');
    return [`packages/${name}/README.md`, renderReadme(name, template, contract, packages, version)];
  });
  return new Map([
    ...examples,
    ...(await renderContract(contract)),
    ...(await renderControl(control, await readCatalogue(root, CATALOGUES[1].catalogue))),
    ...(await renderPages(root)),
    ...(await renderLua(root)),
    ...(await renderConformance(root, contract)),
    ...renderPhp(contract, control, rules, version),
    ...renderPython(contract, control, rules, version),
    ...renderGo(contract, control, rules, version),
    ...renderJava(contract, control, rules, version),
    ...(await renderPoms(root, version)),
    [`${SDK_FOLDER}/rules.ts`, `// ${HEADER}\n${renderSdkRules(rules)}`],
    [`${SDK_FOLDER}/options.ts`, `// ${HEADER}\n${renderSdkOptions(contract)}`],
    ...(await Promise.all(readmes)),
  ]);
}

/** The version of the SDKs, which is the same for every language. */
export async function packageVersion(root: string): Promise<string> {
  return JSON.parse(await readFile(join(root, 'packages/sdk/package.json'), 'utf8')).version;
}

/** Generates the files of `packages/contract` from the bundled document. */
export async function renderContract(document: OpenAPI3): Promise<GeneratedFiles> {
  const typescript: Record<string, string> = {
    'openapi.ts': await renderTypes(document),
    'schemas.ts': renderSchemas(document),
    'errors.ts': renderErrorCatalogue(document),
    'constants.ts': renderConstants(document),
    'examples.ts': renderExamples(document),
    'operations.ts': renderOperations(document, 'operationRequests'),
    'property-names.ts': renderPropertyNames(document),
    'index.ts': renderIndex(document),
    'validators.ts': await renderValidators(document),
  };
  return new Map([
    ['packages/contract/openapi.yaml', yamlFile(document)],
    ['packages/contract/openapi-3.0.yaml', yamlFile(renderOpenApi30(document))],
    ['packages/contract/openapi.json', `${JSON.stringify(document, null, 2)}\n`],
    ...Object.entries(typescript).map(([name, source]): [string, string] => [
      `${TYPESCRIPT_FOLDER}/${name}`,
      `// ${HEADER}\n${source}`,
    ]),
  ]);
}
