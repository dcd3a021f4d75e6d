import type { OpenAPI3 } from 'openapi-typescript';
import type { Catalogue } from '../../packages/docs/src/translation/catalogue.js';
import { namedSchemas, valueDescriptions } from './document.js';
import { literal, propertyKey } from './typescript.js';

interface FaultSchema {
  properties?: { seconds?: { 'x-defaults'?: Record<string, number>; 'x-maximums'?: Record<string, number> } };
}

/** The place of the kinds in the translation of the document. */
const KINDS = 'components/schemas/WebhookFaultKind/x-enumDescriptions/';

/**
 * Every kind of webhook fault of the control API, with its description and the bounds of its `seconds`.
 *
 * @param translations the Indonesian texts of the document by their place in it; where one is missing, English stands in
 */
export function renderFaults(document: OpenAPI3, translations: Catalogue): string {
  const schemas = namedSchemas(document);
  const fault = schemas.find(({ name }) => name === 'WebhookFault')?.schema as FaultSchema | undefined;
  const { 'x-defaults': defaults = {}, 'x-maximums': maximums = {} } = fault?.properties?.seconds ?? {};
  const kinds = schemas.find(({ name }) => name === 'WebhookFaultKind');
  const descriptions = kinds ? valueDescriptions(kinds.schema) : {};
  const entries = Object.entries(descriptions).map(([kind, description]) => {
    const seconds =
      kind in maximums ? `    seconds: { default: ${defaults[kind]}, maximum: ${maximums[kind]} },\n` : '';
    const translation = translations[KINDS + kind]?.id.trim().replaceAll(/\s+/g, ' ') ?? description;
    return `  ${propertyKey(kind)}: {\n    description: ${literal(description)},\n    translation: ${literal(translation)},\n${seconds}  },\n`;
  });
  return `import type { WebhookFaultKind } from './schemas.js';

/** A kind of webhook fault as the document defines it. */
export interface FaultDefinition {
  /** The effect, in English Markdown. */
  readonly description: string;
  /** The same in Indonesian. */
  readonly translation: string;
  /** The bounds of \`seconds\`, for the kinds that have them. */
  readonly seconds?: { readonly default: number; readonly maximum: number };
}

/** Every kind of webhook fault, in the order of the document. */
export const faultCatalogue: Readonly<Record<WebhookFaultKind, FaultDefinition>> = {
${entries.join('')}};
`;
}
