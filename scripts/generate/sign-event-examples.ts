import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { ContractError } from './document.js';
import { EXAMPLES_FOLDER, yamlFile } from './files.js';

const SIGNATURE_PARAMETER = 'components/parameters/XKGiTONSignature.yaml';
const EVENTS = 'components/examples/events';

interface EventExample {
  summary: string;
  value: Record<string, unknown>;
}

/**
 * Signs the examples in `openapi/components/examples/events` with the published test secret. Each event becomes two files:
 * the event with its `signature` property, and the value of its `X-KGiTON-Signature` header.
 *
 * @param openapi the folder of the document
 * @returns file contents by path, relative to the repository root
 */
export async function signEventExamples(openapi: string): Promise<Map<string, string>> {
  const parameter = await readYaml<{ 'x-test-secret'?: string } | null>(openapi, SIGNATURE_PARAMETER);
  const secret = parameter?.['x-test-secret'];
  if (!secret) {
    throw new ContractError(
      `openapi/${SIGNATURE_PARAMETER}: expected x-test-secret, the published secret of the examples.`,
    );
  }
  const files = new Map<string, string>();
  const events = (await readdir(join(openapi, EVENTS))).filter((file) => file.endsWith('.yaml'));
  for (const file of events.sort()) {
    const { summary, value } = (await readYaml<Partial<EventExample>>(openapi, `${EVENTS}/${file}`)) ?? {};
    if (typeof summary !== 'string' || typeof value !== 'object' || value === null) {
      throw new ContractError(`openapi/${EVENTS}/${file}:1:1 expected an example with summary and value, an object.`);
    }
    const name = basename(file, '.yaml');
    const event = { ...value, signature: sign(JSON.stringify(value), secret) };
    const header = sign(JSON.stringify(event), secret);
    files.set(`${EXAMPLES_FOLDER}/${name}.yaml`, yamlFile({ summary, value: event }));
    files.set(`${EXAMPLES_FOLDER}/${name}Signature.yaml`, yamlFile({ summary, value: header }));
  }
  return files;
}

/** The signature of the webhook: lowercase hex HMAC-SHA256 (openapi/DECISIONS.md, "Webhook signature"). */
function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

async function readYaml<T>(openapi: string, file: string): Promise<T> {
  const content = await readFile(join(openapi, file), 'utf8').catch((error: Error) => {
    throw new ContractError(`openapi/${file}: expected this file; it cannot be read.`, { cause: error });
  });
  const document = parseDocument(content);
  const error = document.errors[0];
  if (error) {
    const at = error.linePos?.[0];
    throw new ContractError(`openapi/${file}:${at?.line ?? 1}:${at?.col ?? 1} ${error.message}`);
  }
  return document.toJS() as T;
}
