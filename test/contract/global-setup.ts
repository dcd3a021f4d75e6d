import type { TestProject } from 'vitest/node';
import { startPrism } from '../../scripts/prism.js';
import { document, documentPath } from '../support/document.js';

/**
 * Finds the server under test: Prism with the document under test, or the one that `CONTRACT_TARGET` names.
 *
 * - `CONTRACT_TARGET` base URL of a server that is running already
 * - `CONTRACT_KIND` `server` (default with a target) or `mock`; see {@link Target}
 * - `CONTRACT_API_KEY` the API key to send
 * - `CONTRACT_LICENSE_KEY` a license key with tokens, to be spent
 */
export default async function setup(project: TestProject) {
  const { CONTRACT_KIND, CONTRACT_API_KEY, CONTRACT_LICENSE_KEY } = process.env;
  const given = process.env.CONTRACT_TARGET || undefined;
  const kind = CONTRACT_KIND || (given ? 'server' : 'mock');
  if (kind !== 'server' && kind !== 'mock') {
    throw new Error(`CONTRACT_KIND: expected "server" or "mock", got ${JSON.stringify(kind)}.`);
  }
  if (given) await assertResponds(given);
  const prism = given ? undefined : await startPrism({ document: documentPath, logLevel: 'silent' });
  const url = (given ?? prism?.url ?? '').replace(/\/+$/, '');
  project.provide('target', {
    url,
    kind,
    apiKey: CONTRACT_API_KEY || document.components.securitySchemes.ApiKey['x-example'],
    licenseKey: CONTRACT_LICENSE_KEY || undefined,
    isLocal: ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname),
  });
  return () => prism?.stop();
}

async function assertResponds(target: string): Promise<void> {
  if (!/^https?:\/\//.test(target)) {
    throw new Error(`CONTRACT_TARGET: expected an http or https URL, got ${JSON.stringify(target)}.`);
  }
  await fetch(target, { method: 'HEAD' }).catch((error: Error) => {
    throw new Error(`CONTRACT_TARGET: nothing responds at ${target}.`, { cause: error });
  });
}
