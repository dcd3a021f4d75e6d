import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BROWSER, STYLES } from './files.js';

/** What a program of the site imports as `site:<name>`: values that are known when the site is built. */
export type BuildValues = Readonly<Record<string, unknown>>;

export interface BundleOptions {
  /** The file in packages/docs/browser. */
  entry: string;
  values?: BuildValues;
  /** Modules that are taken for others. */
  alias?: Record<string, string>;
}

/** A program of the site as one classic script: pages on a file share cannot load modules. */
export async function bundleScript({ entry, values = {}, alias = {} }: BundleOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(BROWSER, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'inline',
    plugins: [buildValues(values)],
    alias,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The styles of the site, as one file. */
export async function bundleStyles(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(STYLES, 'index.css')],
    bundle: true,
    write: false,
    minify: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

function buildValues(values: BuildValues): Plugin {
  return {
    name: 'build-values',
    setup(build) {
      build.onResolve({ filter: /^site:/ }, ({ path }) => ({ path: path.slice('site:'.length), namespace: 'site' }));
      build.onLoad({ filter: /.*/, namespace: 'site' }, ({ path }) => {
        if (!(path in values)) return { errors: [{ text: `No value site:${path} is given.` }] };
        return { contents: JSON.stringify(values[path]), loader: 'json' };
      });
    },
  };
}
