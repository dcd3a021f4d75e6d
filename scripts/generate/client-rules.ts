import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { jsdoc, literal, propertyKey } from './typescript.js';

/** What the clients of every language do alike: `openapi/client-rules.yaml`. */
export interface ClientRules {
  constants: Record<string, { value: number | number[]; description: string }>;
  /** The codes of the errors that a client detects itself, with their descriptions. */
  errorCodes: Record<string, string>;
  /** Why a webhook is not proven to come from KGiTON, with descriptions. */
  signatureReasons: Record<string, string>;
}

export async function readClientRules(root: string): Promise<ClientRules> {
  return parse(await readFile(join(root, 'openapi/client-rules.yaml'), 'utf8')) as ClientRules;
}

/** The rules as TypeScript, for the SDK. */
export function renderSdkRules({ constants, errorCodes, signatureReasons }: ClientRules): string {
  const lines = Object.entries(constants).map(
    ([name, { value, description }]) => `${jsdoc(description)}export const ${name} = ${JSON.stringify(value)};\n`,
  );
  const codes = Object.entries(errorCodes).map(
    ([code, description]) => `${jsdoc(description, 2)}  ${code}: ${literal(code)},\n`,
  );
  const reasons = Object.entries(signatureReasons).map(
    ([reason, description]) => `${jsdoc(description, 2)}  ${propertyKey(reason)}: true;\n`,
  );
  return `${lines.join('\n')}
/** The codes of errors that the SDK itself detects, in addition to the codes of the contract. */
export const SdkErrorCode = {
${codes.join('')}} as const;

/** Why a webhook is not proven to come from KGiTON. */
export type WebhookSignatureReason = keyof {
${reasons.join('')}};
`;
}
