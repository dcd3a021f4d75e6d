import type { OpenAPI3 } from 'openapi-typescript';
import type { Catalogue } from '../../packages/docs/src/translation/catalogue.js';
import { namedSchemas, valueDescriptions } from './document.js';
import { literal, propertyKey } from './typescript.js';

interface FaultSchema {
  properties?: { seconds?: { 'x-defaults'?: Record<string, number>; 'x-maximums'?: Record<string, number> } };
}

interface KindSchema {
  'x-affects'?: Record<string, 'webhook' | 'request'>;
}

/** The place of the kinds in the translation of the document. */
const KINDS = 'components/schemas/FaultKind/x-enumDescriptions/';

/**
 * Every kind of fault of the control API, with its description and the bounds of its `seconds`.
 *
 * @param translations the Indonesian texts of the document by their place in it; where one is missing, English stands in
 */
export function renderFaults(document: OpenAPI3, translations: Catalogue): string {
  const schemas = new Map(namedSchemas(document).map(({ name, schema }) => [name, schema]));
  const fault = schemas.get('Fault') as FaultSchema | undefined;
  const { 'x-defaults': defaults = {}, 'x-maximums': maximums = {} } = fault?.properties?.seconds ?? {};
  const kinds = schemas.get('FaultKind');
  const { 'x-affects': affects = {} } = (kinds ?? {}) as KindSchema;
  const entries = Object.entries(kinds ? valueDescriptions(kinds) : {}).map(([kind, description]) => {
    const seconds =
      kind in maximums ? `    seconds: { default: ${defaults[kind]}, maximum: ${maximums[kind]} },\n` : '';
    const translation = translations[KINDS + kind]?.id.trim().replaceAll(/\s+/g, ' ') ?? description;
    return `  ${propertyKey(kind)}: {\n    affects: ${literal(affects[kind] ?? '')},\n    description: ${literal(description)},\n    translation: ${literal(translation)},\n${seconds}  },\n`;
  });
  const union = (subject: string) =>
    Object.entries(affects)
      .filter(([, affected]) => affected === subject)
      .map(([kind]) => literal(kind))
      .join(' | ') || 'never';
  return `import type { FaultKind } from './schemas.js';

/** What goes wrong with a webhook. */
export type WebhookFaultKind = ${union('webhook')};

/** What goes wrong with a request. */
export type RequestFaultKind = ${union('request')};

/** A kind of fault as the document defines it. */
export interface FaultDefinition {
  /** What goes wrong. */
  readonly affects: 'webhook' | 'request';
  /** The effect, in English Markdown. */
  readonly description: string;
  /** The same in Indonesian. */
  readonly translation: string;
  /** The bounds of \`seconds\`, for the kinds that have them. */
  readonly seconds?: { readonly default: number; readonly maximum: number };
}

/** Every kind of fault, in the order of the document. */
export const faultCatalogue: Readonly<Record<FaultKind, FaultDefinition>> = {
${entries.join('')}};
`;
}
