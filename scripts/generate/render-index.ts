import type { OpenAPI3 } from 'openapi-typescript';
import { namedSchemas } from './document.js';
import { constants } from './render-constants.js';
import { nameByPaymentType } from './render-schemas.js';

/** The public entry point of `@kgiton/contract`: named exports only. */
export function renderIndex(document: OpenAPI3): string {
  const schemas = namedSchemas(document).flatMap((named) => {
    const byPaymentType = nameByPaymentType(document, named);
    return [named.values ? named.name : `type ${named.name}`, ...(byPaymentType ? [`type ${byPaymentType}`] : [])];
  });
  return [
    exports(Object.keys(constants(document)), './constants.js'),
    exports(['type ErrorDefinition', 'errorCatalogue'], './errors.js'),
    exports(['responseExamples', 'webhookExamples'], './examples.js'),
    exports(['type components', 'type operations', 'type paths', 'type webhooks'], './openapi.js'),
    exports(['operationRequests'], './operations.js'),
    exports(['memberNames', 'propertyNames'], './property-names.js'),
    exports(schemas, './schemas.js'),
  ].join('');
}

function exports(names: string[], from: string): string {
  return `export {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';\n`;
}
