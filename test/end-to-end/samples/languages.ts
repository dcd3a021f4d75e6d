import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Command, describeWithTools } from '../../support/describe-with-tools.js';
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
  prepare(source: string): Promise<Program>;
}

/** Every language of the samples, in the order in which they are shown. */
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
  {
    label: 'TypeScript',
    lang: 'TypeScript',
    tools: [['node', '--version']],
    async prepare(source) {
      const project = await createTypeScriptProject();
      await project.compile({ sample: source });
      return { ...project, command: () => ['node', join(project.folder, 'sample.js')] };
    },
  },
  {
    label: 'PHP',
    lang: 'PHP',
    tools: [['php', '-r', 'exit(extension_loaded("curl") ? 0 : 1);']],
    prepare: (source) =>
      asFile('sample.php', source, (file, port) => (port ? ['php', '-S', `127.0.0.1:${port}`, file] : ['php', file])),
  },
  {
    label: 'Python',
    lang: 'Python',
    tools: [['python3', '--version']],
    prepare: (source) => asFile('sample.py', source, (file) => ['python3', file]),
  },
  {
    label: 'Go',
    lang: 'Go',
    tools: [['go', 'version']],
    async prepare(source) {
      const program = await asFile('sample.go', source, (file) => [file.replace('.go', '')]);
      const cwd = program.folder;
      // Not `go run`: the sample would be a child of it, and outlive it. Nothing may be fetched.
      const env = { ...process.env, GOTOOLCHAIN: 'local', GOPROXY: 'off' };
      await run('go', ['vet', 'sample.go'], { cwd, env });
      await run('go', ['build', 'sample.go'], { cwd, env });
      return program;
    },
  },
  {
    label: 'Java',
    lang: 'Java',
    tools: [['javac', '--version']],
    async prepare(source) {
      // Not `java Sample.java`, which compiles it for every run.
      const [, name = 'Sample'] = /^(?:public )?(?:final )?class (\w+)/m.exec(source) ?? [];
      const program = await asFile(`${name}.java`, source, () => ['java', ...QUICK_JVM, name]);
      await run('javac', [...QUICK_JVM.map((option) => `-J${option}`), `${name}.java`], { cwd: program.folder });
      return program;
    },
  },
];

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
export function describeInLanguage({ tools }: Language, name: string, tests: () => void): void {
  describeWithTools(name, tools, tests);
}
