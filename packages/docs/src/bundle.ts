import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { BROWSER, SANDBOX, STYLES } from './files.js';

/** Values that are known when the site is built. Its programs import them as `site:<name>`. */
export type BuildValues = Readonly<Record<string, unknown>>;

export interface BundleOptions {
  /** A file of packages/docs/browser. */
  entry: string;
  values?: BuildValues;
  /** Modules to replace with others. */
  alias?: Record<string, string>;
  /** @default 'iife', a classic script: pages opened from disk cannot load modules */
  format?: 'iife' | 'esm';
}

/** Bundles a program as one script. */
export async function bundleScript({
  entry,
  values = {},
  alias = {},
  format = 'iife',
}: BundleOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(BROWSER, entry)],
    bundle: true,
    write: false,
    minify: true,
    format,
    target: 'es2022',
    legalComments: 'inline',
    plugins: [buildValues(values)],
    alias,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Bundles the engine of the sandbox for a page as a classic script, which defines `kgitonSandbox`. */
export async function bundleEngine(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SANDBOX, 'browser/engine.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'kgitonSandbox',
    target: 'es2022',
    legalComments: 'inline',
    plugins: [browserPlatform],
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Puts what a browser has in the place of what Node.js has. */
const browserPlatform: Plugin = {
  name: 'browser-platform',
  setup({ onResolve }) {
    onResolve({ filter: /\/platform\/node\.js$/ }, () => ({ path: join(SANDBOX, 'platform/browser.ts') }));
  },
};

/** A style sheet of packages/docs/styles, bundled. */
export async function bundleStyles(entry = 'index.css'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(STYLES, entry)],
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
        if (!(path in values)) return { errors: [{ text: `There is no value for site:${path}.` }] };
        return { contents: JSON.stringify(values[path]), loader: 'json' };
      });
    },
  };
}
