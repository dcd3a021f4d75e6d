import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import SwaggerParser from '@apidevtools/swagger-parser';
import type { OpenAPI3, PathItemObject } from 'openapi-typescript';
import { redocly } from '../redocly.js';
import { ContractError } from './document.js';
import type { GeneratedFiles } from './files.js';
import { signEventExamples } from './sign-event-examples.js';

const config = fileURLToPath(new URL('../../redocly.yaml', import.meta.url));

/** The source documents: the contract and the control API of the sandbox. */
const SOURCES = { contract: 'openapi/openapi.yaml', control: 'openapi/sandbox.yaml' } as const;

/** The bundled documents. */
export type Documents = Record<keyof typeof SOURCES, OpenAPI3>;

/** The documents with their event examples signed, and the files of these examples. */
export interface Bundle extends Documents {
  examples: GeneratedFiles;
}

/**
 * Signs, lints, bundles and validates the documents of `openapi/` in `root`, without writing there.
 *
 * @throws {ContractError} with the linter's report: file, line, rule
 */
export async function bundle(root: string): Promise<Bundle> {
  const staging = await mkdtemp(join(tmpdir(), 'kgiton-generate-'));
  try {
    await cp(join(root, 'openapi'), join(staging, 'openapi'), { recursive: true });
    const examples = await signEventExamples(join(staging, 'openapi'));
    for (const [path, content] of examples) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), content);
    }
    return { examples, ...(await bundleStaged(staging)) };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function bundleStaged(root: string): Promise<Documents> {
  const output = join(root, 'bundled');
  const sources = Object.values(SOURCES);
  const [lint, bundled] = await Promise.all([
    redocly(['lint', ...sources, '--config', config], root),
    redocly(['bundle', ...sources, '--config', config, '--output', output, '--ext', 'json'], root),
  ]);
  const failed = [lint, bundled].find((result) => result.exitCode !== 0);
  if (failed) throw new ContractError(failed.output.replaceAll(`${root}/`, ''));
  return {
    contract: await readBundle(output, SOURCES.contract),
    control: await readBundle(output, SOURCES.control),
  };
}

async function readBundle(folder: string, source: string): Promise<OpenAPI3> {
  const file = join(folder, `${parse(source).name}.json`);
  const document = JSON.parse(await readFile(file, 'utf8')) as OpenAPI3;
  nameCallbacks(document);
  await SwaggerParser.validate(structuredClone(document) as never).catch((error: Error) => {
    throw new ContractError(`swagger-parser: ${source}, bundled, is not valid: ${error.message}`, { cause: error });
  });
  return document;
}

/**
 * Gives each callback an `operationId` of its own. Callback and webhook share one file, which the bundler inlines twice;
 * generators reject or redeclare a duplicate `operationId` (oapi-codegen even for a callback that references the webhook).
 * The code samples stay with the webhook.
 */
function nameCallbacks(document: OpenAPI3): void {
  for (const path of Object.values((document.paths ?? {}) as Record<string, PathItemObject>)) {
    for (const callback of Object.values(path.post && 'callbacks' in path.post ? (path.post.callbacks ?? {}) : {})) {
      for (const { post } of Object.values(callback as Record<string, PathItemObject>)) {
        const operation = post as { operationId: string; 'x-codeSamples'?: unknown };
        operation.operationId += 'Callback';
        delete operation['x-codeSamples'];
      }
    }
  }
}
