import { LICENSE_KEYS, startSandbox } from '@kgiton/sandbox';
import type { TestProject } from 'vitest/node';

/** The server under test is the sandbox. */
export default async function setup(project: TestProject) {
  const sandbox = await startSandbox({ port: 0 });
  project.provide('target', {
    url: sandbox.url,
    kind: 'server',
    apiKey: 'kgiton_contract_suite',
    licenseKey: LICENSE_KEYS[0]?.key,
    isLocal: true,
  });
  return () => sandbox.close();
}
