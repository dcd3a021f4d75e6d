import type { OpenAPI3 } from 'openapi-typescript';
import { namedSchemas, valueDescriptions } from './document.js';
import { literal, propertyKey } from './typescript.js';

interface FaultSchema {
  properties?: { seconds?: { 'x-defaults'?: Record<string, number>; 'x-maximums'?: Record<string, number> } };
}

/** Every kind of webhook fault of the control API, with its description and the bounds of its `seconds`. */
export function renderFaults(document: OpenAPI3): string {
  const schemas = namedSchemas(document);
  const fault = schemas.find(({ name }) => name === 'WebhookFault')?.schema as FaultSchema | undefined;
  const { 'x-defaults': defaults = {}, 'x-maximums': maximums = {} } = fault?.properties?.seconds ?? {};
  const kinds = schemas.find(({ name }) => name === 'WebhookFaultKind');
  const descriptions = kinds ? valueDescriptions(kinds.schema) : {};
  const entries = Object.entries(descriptions).map(([kind, description]) => {
    const seconds =
      kind in maximums ? `    seconds: { default: ${defaults[kind]}, maximum: ${maximums[kind]} },\n` : '';
    return `  ${propertyKey(kind)}: {\n    description: ${literal(description)},\n${seconds}  },\n`;
  });
  return `import type { WebhookFaultKind } from './schemas.js';

/** A kind of webhook fault as the document defines it. */
export interface FaultDefinition {
  /** The effect, in English Markdown. */
  readonly description: string;
  /** The bounds of \`seconds\`, for the kinds that have them. */
  readonly seconds?: { readonly default: number; readonly maximum: number };
}

/** Every kind of webhook fault, in the order of the document. */
export const faultCatalogue: Readonly<Record<WebhookFaultKind, FaultDefinition>> = {
${entries.join('')}};
`;
}
