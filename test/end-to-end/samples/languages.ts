import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { javaClassPath } from '../../../scripts/bench/java.js';
import { ROOT } from '../../../scripts/paths.js';
import { type Command, describeWithInstalled, describeWithTools } from '../../support/describe-with-tools.js';
import { createTypeScriptProject } from '../../support/typescript-project.js';

const run = promisify(execFile);

/** For programs that end within a second: a compiler and a collector that take little to start. */
const QUICK_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** A sample, ready to be run. */
export interface Program extends AsyncDisposable {
  /** A folder of its own. */
  folder: string;
  /** The program to start and its arguments; `port` is for a sample that listens. */
  command(port?: number): Command;
}

export interface Language {
  label: string;
  /** What the page colours it as. */
  lang: string;
  /** What has to work here: each exits with 0. */
  tools: Command[];
  /** What its package needs here. */
  installed?: { file: string; howTo: string };
  prepare(source: string): Promise<Program>;
}

const TYPESCRIPT: Language = {
  label: 'TypeScript',
  lang: 'TypeScript',
  tools: [['node', '--version']],
  async prepare(source) {
    const project = await createTypeScriptProject();
    await project.compile({ sample: source });
    return { ...project, command: () => ['node', join(project.folder, 'sample.js')] };
  },
};

const PHP: Language = {
  label: 'PHP',
  lang: 'PHP',
  tools: [['php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);']],
  prepare: (source) =>
    asFile('sample.php', source, (file, port) => (port ? ['php', '-S', `127.0.0.1:${port}`, file] : ['php', file])),
};

const GO: Language = { label: 'Go', lang: 'Go', tools: [['go', 'version']], prepare: (source) => asGo(source) };

const JAVA: Language = {
  label: 'Java',
  lang: 'Java',
  tools: [['javac', '--version']],
  prepare: (source) => asJava(source),
};

/** Every language of the samples without a library, in the order in which they are shown. */
export const languages: Language[] = [
  {
    label: 'cURL',
    lang: 'Shell',
    tools: [
      ['bash', '--version'],
      ['curl', '--version'],
      ['openssl', 'version'],
    ],
    prepare: (source) => asFile('sample.sh', source, (file) => ['bash', file]),
  },
  TYPESCRIPT,
  PHP,
  {
    label: 'Python',
    lang: 'Python',
    tools: [['python3', '--version']],
    prepare: (source) => asFile('sample.py', source, (file) => ['python3', file]),
  },
  GO,
  JAVA,
];

const PACKAGES = join(ROOT, 'packages');
const PYTHON = join(PACKAGES, 'python/.venv/bin/python');

/** The same languages with our packages, as they are in this repository. */
export const languagesWithPackage: Language[] = [
  { ...TYPESCRIPT, label: 'TypeScript · @kgiton/sdk' },
  {
    ...PHP,
    label: 'PHP · kgiton/payments',
    async prepare(source) {
      const program = await PHP.prepare(source);
      await mkdir(join(program.folder, 'vendor'));
      const autoloader = join(PACKAGES, 'php/tests/bootstrap.php');
      await writeFile(join(program.folder, 'vendor/autoload.php'), `<?php require '${autoloader}';\n`);
      return program;
    },
  },
  {
    label: 'Python · kgiton',
    lang: 'Python',
    tools: [],
    installed: { file: PYTHON, howTo: 'packages/python/tools/install.sh' },
    prepare: (source) =>
      asFile('sample.py', source, (file) => ['env', `PYTHONPATH=${join(PACKAGES, 'python/src')}`, PYTHON, file]),
  },
  {
    ...GO,
    label: 'Go · kgiton-go',
    prepare: (source) => asGo(source, { 'github.com/kgiton/kgiton-go/v2': join(PACKAGES, 'go') }),
  },
  {
    ...JAVA,
    label: 'Java · kgiton-payments',
    installed: { file: join(PACKAGES, 'java/target/classes'), howTo: 'packages/java/tools/install.sh' },
    prepare: async (source) => asJava(source, await javaClassPath()),
  },
];

/** @param modules where the modules are that it uses, by their paths. @default {} */
async function asGo(source: string, modules: Record<string, string> = {}): Promise<Program> {
  const program = await asFile('sample.go', source, (file) => [file.replace('.go', '')]);
  const cwd = program.folder;
  const uses = Object.entries(modules).map(([path, place]) => `require ${path} v2.0.0\nreplace ${path} => ${place}\n`);
  await writeFile(join(cwd, 'go.mod'), ['module sample\n\ngo 1.19\n', ...uses].join('\n'));
  // Not `go run`: the sample would be a child of it, and outlive it. Nothing may be fetched.
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOPROXY: 'off' };
  await run('go', ['vet', 'sample.go'], { cwd, env });
  await run('go', ['build', 'sample.go'], { cwd, env });
  return program;
}

/** @param classPath what it uses. @default '' */
async function asJava(source: string, classPath = ''): Promise<Program> {
  // Not `java Sample.java`, which compiles it for every run.
  const [, name = 'Sample'] = /^(?:public )?(?:final )?class (\w+)/m.exec(source) ?? [];
  const use = ['-cp', ['.', classPath].join(delimiter)];
  const program = await asFile(`${name}.java`, source, () => ['java', ...QUICK_JVM, ...use, name]);
  const compile = [...QUICK_JVM.map((option) => `-J${option}`), ...use, `${name}.java`];
  await run('javac', compile, { cwd: program.folder });
  return program;
}

/** The sample as a file of this name. */
async function asFile(
  name: string,
  source: string,
  command: (file: string, port?: number) => Command,
): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-sample-'));
  const file = join(folder, name);
  await writeFile(file, source);
  return {
    folder,
    command: (port) => command(file, port),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A `describe` for the samples of a language. Without its tools it is skipped, with one line; on CI it fails. */
export function describeInLanguage({ tools, installed }: Language, name: string, tests: () => void): void {
  if (installed) describeWithInstalled(name, installed.file, installed.howTo, tests);
  else describeWithTools(name, tools, tests);
}

/** The name of a language as a part of an API key or an id. */
export function keyOfLanguage(label: string): string {
  return label.toLowerCase().replaceAll(/\W+/g, '_');
}
