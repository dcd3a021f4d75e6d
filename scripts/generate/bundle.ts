import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import SwaggerParser from '@apidevtools/swagger-parser';
import type { OpenAPI3, PathItemObject } from 'openapi-typescript';
import { redocly } from '../redocly.js';
import { ContractError } from './contract-error.js';

const config = fileURLToPath(new URL('../../redocly.yaml', import.meta.url));

/** The documents, relative to the root. */
export const SOURCES = { contract: 'openapi/openapi.yaml', control: 'openapi/sandbox.yaml' } as const;

/**
 * Lints, bundles and validates a document below `root`.
 *
 * @throws {ContractError} with the linter's own report: file, line, rule.
 */
export async function bundle(root: string, source: string): Promise<OpenAPI3> {
  const output = join(root, `bundle-${basename(source)}.json`);
  const [lint, bundled] = await Promise.all([
    redocly(['lint', source, '--config', config], root),
    redocly(['bundle', source, '--config', config, '--output', output], root),
  ]);
  const failed = [lint, bundled].find((result) => result.exitCode !== 0);
  if (failed) throw new ContractError(failed.output.replaceAll(`${root}/`, ''));

  const document = JSON.parse(await readFile(output, 'utf8')) as OpenAPI3;
  referToWebhooks(document);
  await SwaggerParser.validate(structuredClone(document) as never).catch((error: Error) => {
    throw new ContractError(`swagger-parser: the bundled document is not valid: ${error.message}`, { cause: error });
  });
  return document;
}

/**
 * The callback and the webhook are one file, and the bundler writes it out twice, with one `operationId` twice, which
 * other tools refuse. Make the callback refer to the webhook (OpenAPI 3.1 allows a path item to be a reference).
 */
function referToWebhooks(document: OpenAPI3): void {
  const webhooks = Object.entries(document.webhooks ?? {});
  for (const path of Object.values((document.paths ?? {}) as Record<string, PathItemObject>)) {
    for (const callback of Object.values(path.post && 'callbacks' in path.post ? (path.post.callbacks ?? {}) : {})) {
      const items = callback as Record<string, unknown>;
      for (const [expression, item] of Object.entries(items)) {
        const webhook = webhooks.find(([, candidate]) => isDeepStrictEqual(candidate, item));
        if (webhook) items[expression] = { $ref: `#/webhooks/${webhook[0]}` };
      }
    }
  }
}
