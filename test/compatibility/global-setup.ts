import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installPacked, packPackages } from './packed.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packages as npm publishes them, in the order of their dependencies. */
    tarballs: string[];
    /** A partner's project with them installed. Tests copy it. */
    installed: string;
  }
}

/** Packs and installs once for every test file. */
export default async function setup(project: TestProject) {
  const packed = await packPackages();
  const installed = join(packed.root, 'installed');
  await installPacked(packed, installed);
  project.provide('tarballs', packed.tarballs);
  project.provide('installed', installed);
  return () => packed[Symbol.asyncDispose]();
}
