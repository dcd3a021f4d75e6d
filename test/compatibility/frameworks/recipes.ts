import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from '../../../scripts/paths.js';
import { describeWithInstalled } from '../../support/describe-with-tools.js';
import { fencedBlocks } from '../../support/typescript-project.js';

const run = promisify(execFile);
const toolchain = fileURLToPath(new URL('toolchain/node_modules', import.meta.url));

/** A `describe` for tests that need the frameworks. */
export function describeWithFrameworks(name: string, tests: () => void): void {
  const howTo = 'npm ci --prefix test/compatibility/frameworks/toolchain --ignore-scripts --omit=optional';
  describeWithInstalled(name, toolchain, howTo, tests);
}

export function readSdkReadme(): Promise<string> {
  return readFile(join(ROOT, 'packages/sdk/README.md'), 'utf8');
}

/** The recipe of the SDK's README that is marked with this word. */
export async function recipe(mark: string): Promise<string> {
  const [code, ...others] = fencedBlocks(await readSdkReadme(), `ts ${mark}`);
  if (!code || others.length > 0) throw new Error(`Expected one recipe "ts ${mark}", got ${others.length + +!!code}.`);
  return code;
}

/** A partner's project with the frameworks, and above them what is installed in this repository. */
export interface FrameworkProject extends AsyncDisposable {
  folder: string;
  /** Compiles strictly; rejects with what the compiler says. */
  compile(sources: Record<string, string>): Promise<void>;
}

export async function createFrameworkProject(): Promise<FrameworkProject> {
  const root = await mkdtemp(join(tmpdir(), 'kgiton-frameworks-'));
  const folder = join(root, 'shop');
  await mkdir(folder);
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  if (existsSync(toolchain)) await symlink(toolchain, join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: ['node'],
    skipLibCheck: true,
    // As Nest's own command sets up a project.
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  };
  return {
    folder,
    async compile(sources) {
      const files = Object.keys(sources).map((name) => `${name}.ts`);
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
      for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, `${name}.ts`), source);
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      await run(process.execPath, [tsc, '--project', folder]).catch((error) => {
        throw new Error(`The recipe does not compile:\n${error.stdout}`);
      });
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}
