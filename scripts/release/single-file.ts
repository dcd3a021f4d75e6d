import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { thirdPartyLicenses } from '../../packages/docs/src/licenses.js';
import { ROOT } from '../paths.js';

/** npm installs the store apart, so the command imports it by a name that no bundler follows. One file has it inside. */
const storeInside: Plugin = {
  name: 'store-inside',
  setup({ onLoad }) {
    onLoad({ filter: /\/cli\/store-at\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace('import(PACKAGE)', "import('@kgiton/sandbox-redis')");
      if (contents === text) throw new Error(`${path}: expected import(PACKAGE).`);
      return { contents };
    });
  },
};

export const SINGLE_FILE = 'kgiton-sandbox.cjs';

/**
 * Writes the command of the sandbox with everything that it needs to one file, for machines without npm. It is not
 * minified: whoever runs it can read it. It is CommonJS, which a single executable is made of.
 *
 * @param path of the file; the packages must be built
 */
export async function writeSingleFile(path: string): Promise<void> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'packages/sandbox/dist/cli/main.js')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    legalComments: 'none',
    plugins: [storeInside],
    metafile: true,
    write: false,
  });
  const modules = Object.keys(metafile.inputs).map((module) => join(ROOT, module));
  const licenses = await thirdPartyLicenses('This file contains', modules);
  // At the end: what a reader looks for comes first.
  const notices = `/*\n${licenses?.replaceAll('*/', '* /')}\n*/\n`;
  await writeFile(path, `${outputFiles[0]?.text}\n${notices}`);
  await chmod(path, 0o755);
}
