import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type InlineConfig } from 'tsdown';
import { thirdPartyLicenses } from '../../packages/docs/src/licenses.js';
import { ROOT } from '../paths.js';
import type { Package } from './packages.js';
import { commentsBeforeWhatTheyDescribe, declarationsAloneOfCommonJs } from './plugins.js';

/**
 * Writes a package as ES modules and as CommonJS, with declarations for both, to a folder.
 *
 * - ES modules and all declarations keep the modules of the source, so that editors, stack traces and tree shaking see
 *   them as they were written, and names in declarations stay as they are.
 * - CommonJS is one file for each entry: Jest loads it again for every file of tests.
 */
export async function compile(folder: string, outDir: string, { sources, entries, ...more }: Package): Promise<void> {
  const { commands = [], inlined = [], hasDocumentation = false } = more;
  const inSources = (files: readonly string[]) =>
    Object.fromEntries(files.map((file) => [file.replace(/\.ts$/, ''), join(sources, file)]));
  const common: InlineConfig = {
    config: false,
    cwd: folder,
    root: join(folder, sources),
    outDir,
    clean: false,
    // The sources are written in what every supported runtime reads.
    target: false,
    platform: 'node',
    // The extensions that package.json's "type" asks for: .js and .cjs, .d.ts and .d.cts.
    fixedExtension: false,
    hash: false,
    deps: { neverBundle: [/^#/], onlyBundle: false },
    logLevel: 'warn',
    failOnWarn: true,
    checks: { legacyCjs: false, pluginTimings: false },
    inputOptions: { experimental: { attachDebugInfo: 'none' } },
    // A default export stands beside the others, in CommonJS as `default`.
    outputOptions: { exports: 'named' },
  };
  if (hasDocumentation) await writeDocumentation(outDir);
  if (entries.length === 0) {
    await build({ ...common, entry: inSources(commands), format: 'esm', unbundle: true, dts: false });
    return;
  }
  await build({
    ...common,
    entry: inSources(entries),
    format: { esm: { entry: inSources([...entries, ...commands]) }, cjs: {} },
    unbundle: true,
    dts: true,
    // Not by `plugins`, which does not reach the declarations of CommonJS.
    inputOptions: ({ plugins, ...options }) => ({
      ...options,
      ...common.inputOptions,
      plugins: [plugins, declarationsAloneOfCommonJs, commentsBeforeWhatTheyDescribe],
    }),
  });
  const [commonJs] = await build({
    ...common,
    entry: inSources(entries),
    format: 'cjs',
    dts: false,
    deps: { ...common.deps, alwaysBundle: inlined.map((name) => new RegExp(`^${name}(/|$)`)) },
  });
  const modules = commonJs?.chunks.flatMap((chunk) => ('moduleIds' in chunk ? chunk.moduleIds : [])) ?? [];
  const licenses = await thirdPartyLicenses('The CommonJS files of this package contain', modules);
  if (licenses !== undefined) await writeFile(join(outDir, 'THIRD-PARTY-LICENSES.txt'), licenses);
}

/** The documentation, with the licenses of what its search is made of. */
async function writeDocumentation(outDir: string): Promise<void> {
  // It needs the sandbox, which is built before.
  const { assistantFiles } = await import('../../packages/docs/src/assistant-files.js');
  await mkdir(join(outDir, 'docs'), { recursive: true });
  for (const { path, content } of await assistantFiles()) await writeFile(join(outDir, 'docs', path), content);
  const inSearch = ['minisearch', '@orama/stemmers', '@orama/stopwords'].map((name) =>
    join(ROOT, 'node_modules', name, 'index.js'),
  );
  const licenses = await thirdPartyLicenses('The documentation of this package contains', inSearch);
  await writeFile(join(outDir, 'THIRD-PARTY-LICENSES.txt'), licenses ?? '');
}
