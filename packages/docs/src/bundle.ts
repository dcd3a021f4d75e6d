import { join } from 'node:path';
import { type BuildResult, build, type Plugin } from 'esbuild';
import { BROWSER_TARGETS } from './browsers.js';
import { BROWSER, ROOT, SANDBOX, STYLES } from './files.js';

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

/** A script, and the modules that are in it. */
export interface Bundled {
  code: string;
  /** Their files. */
  modules: readonly string[];
}

/** Bundles a program as one script. */
export async function bundleScript({
  entry,
  values = {},
  alias = {},
  format = 'iife',
}: BundleOptions): Promise<Bundled> {
  const result = await build({
    absWorkingDir: ROOT,
    metafile: true,
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
  return bundled(result);
}

/** Bundles the engine of the sandbox for a page as a classic script, which defines `kgitonSandbox`. */
export async function bundleEngine(): Promise<Bundled> {
  const result = await build({
    absWorkingDir: ROOT,
    metafile: true,
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
  return bundled(result);
}

function bundled({ outputFiles, metafile }: BuildResult<{ write: false; metafile: true }>): Bundled {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  // What was shaken off is not there.
  const modules = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => join(ROOT, path));
  return { code: outputFiles[0]?.text ?? '', modules };
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
    target: BROWSER_TARGETS,
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
