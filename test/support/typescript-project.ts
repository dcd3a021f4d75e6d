import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { ROOT } from '../../scripts/paths.js';

const run = promisify(execFile);

/** A project of a partner, with the packages of this repository and its node_modules installed. */
export interface TypeScriptProject extends AsyncDisposable {
  folder: string;
  /** Writes `NAME.ts` for each source and compiles all of them; rejects with what the compiler says. */
  compile(sources: Record<string, string>): Promise<void>;
  /** Runs what `NAME.ts` was compiled to. Rejects when it exits with anything but 0. */
  run(name: string, env?: Record<string, string>): Promise<{ stdout: string; stderr: string }>;
}

/** Compiles strictly, as an ECMAScript module for Node.js, with `options` on top. */
export async function createTypeScriptProject(options: Record<string, unknown> = {}): Promise<TypeScriptProject> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-project-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: ['node'],
    skipLibCheck: true,
    ...options,
  };
  return {
    folder,
    async compile(sources) {
      const files = Object.keys(sources).map((name) => `${name}.ts`);
      for (const [name, source] of Object.entries(sources)) await writeFile(join(folder, `${name}.ts`), source);
      const tsconfig = join(folder, 'tsconfig.json');
      compile(ts.parseJsonConfigFileContent({ compilerOptions, files }, ts.sys, folder, {}, tsconfig));
    },
    run: (name, env = {}) =>
      run(process.execPath, [join(folder, `${name}.js`)], { cwd: folder, env: { ...process.env, ...env } }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** In this process: declarations of the language, of Node.js and of packages are parsed once for all projects. */
function compile({ options, fileNames, errors }: ts.ParsedCommandLine): void {
  const host = ts.createCompilerHost(options);
  const parse = host.getSourceFile;
  host.getSourceFile = (file, ...rest) => {
    if (!file.endsWith('.d.ts')) return parse(file, ...rest);
    if (!declarations.has(file)) declarations.set(file, parse(file, ...rest));
    return declarations.get(file);
  };
  const program = ts.createProgram(fileNames, options, host);
  const problems = [...errors, ...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  if (problems.length > 0) {
    throw new Error(`The snippet does not compile:\n${ts.formatDiagnostics(problems, host)}`);
  }
}

const declarations = new Map<string, ts.SourceFile | undefined>();

/** The fenced blocks of a language in a Markdown text. */
export function fencedBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  );
}
