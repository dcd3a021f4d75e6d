import { gzipSync } from 'node:zlib';
import { type BuildFailure, type BuildOptions, build } from 'esbuild';
import { ROOT } from '../paths.js';
import type { Program } from './programs.js';

/** Bytes of a program with all it imports. */
export interface Size {
  minified: number;
  gzipped: number;
}

/** A program could not be bundled. */
export class BundleError extends Error {
  override name = 'BundleError' as const;
}

const RUNTIMES: Record<Program['runtime'], BuildOptions> = {
  node: { platform: 'node' },
  // An import of a Node module is an error here.
  edge: { platform: 'browser', conditions: ['workerd', 'worker', 'browser'] },
};

/**
 * Bundles a program as a partner would, with what is built of the packages, minifies it and compresses it.
 *
 * @throws {BundleError} when it cannot be bundled, above all because the packages are not built
 */
export async function measure({ file, runtime }: Pick<Program, 'file' | 'runtime'>): Promise<Size> {
  const { outputFiles } = await build({
    ...RUNTIMES[runtime],
    entryPoints: [file],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  }).catch((error: BuildFailure) => {
    const [first] = error.errors;
    if (!first) throw error;
    const place = first.location ? `${first.location.file}:${first.location.line}` : file;
    const remedy = 'If the packages are not built, run npm run build:packages.';
    throw new BundleError(`${place}: ${first.text}. ${remedy}`, { cause: error });
  });
  const bundle = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: bundle.length, gzipped: gzipSync(bundle, { level: 9 }).length };
}
