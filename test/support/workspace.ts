import { execFile } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../scripts/paths.js';

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** How to run a script, of this repository or by its absolute path: `process.execPath` with these arguments. */
export function scriptArguments(script: string, args: readonly string[] = []): string[] {
  return ['--import', tsx, resolve(ROOT, script), ...args];
}

export interface Finished {
  exitCode: number;
  output: string;
}

/** A copy of the document, of what is generated from it and of the texts of the site, to be changed at will. */
export interface Workspace extends AsyncDisposable {
  root: string;
  read(file: string): Promise<string>;
  /** The content of every file, by its path. */
  contents(): Promise<Record<string, string>>;
  /** Replaces the first `from` in a file; a `from` that is not there is an error, so no test runs on an unchanged copy. */
  edit(file: string, from: string, to: string): Promise<void>;
  write(file: string, content: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** Runs a script of this repository there. */
  run(script: string, args?: readonly string[]): Promise<Finished>;
}

export async function createWorkspace(): Promise<Workspace> {
  const root = await mkdtemp(join(tmpdir(), 'kgiton-workspace-'));
  // Synchronously: to copy some hundred files takes a fraction of the time then.
  const copy = (place: string) =>
    cpSync(join(ROOT, place), join(root, place), {
      recursive: true,
      // Python keeps what it has compiled beside each module.
      filter: (path) => !path.endsWith('__pycache__'),
    });
  copy('openapi');
  copy('CHANGELOG.md');
  copy('test/conformance');
  copy('examples/spring-shop/pom.xml');
  // The generated ones; those by hand beside them are no part of it.
  const goFiles = readdirSync(join(ROOT, 'packages/go'), { recursive: true, encoding: 'utf8' });
  const copied = {
    contract: ['generated', 'openapi.yaml', 'openapi.json', 'openapi-3.0.yaml', 'README.md', 'docs'],
    client: ['README.md', 'docs'],
    sandbox: ['src', 'openapi.yaml', 'openapi.json', 'state.schema.json', 'README.md', 'docs'],
    'sandbox-redis': ['src', 'README.md', 'docs'],
    mcp: ['README.md', 'docs'],
    sdk: ['README.md', 'docs', 'src/generated', 'package.json', 'skills'],
    php: ['generated', 'README.md', 'docs'],
    python: ['src/kgiton/_generated', 'src/kgiton/testing/_generated', 'README.md', 'docs'],
    go: [...goFiles.filter((name) => name.endsWith('_generated.go')), 'README.md', 'docs'],
    java: ['src/generated', 'pom.xml', 'README.md', 'docs'],
    'java/spring-boot-starter': ['pom.xml', 'README.md', 'docs'],
    docs: ['guides', 'i18n', 'skill', 'CHANGELOG.id.md'],
  };
  for (const [name, places] of Object.entries(copied)) {
    for (const place of places) copy(join('packages', name, place));
  }
  const read = (file: string) => readFile(join(root, file), 'utf8');
  const write = async (file: string, content: string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), content);
  };
  return {
    root,
    read,
    write,
    async contents() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const relative = files.map((file) => file.slice(root.length + 1)).sort();
      return Object.fromEntries(await Promise.all(relative.map(async (file) => [file, await read(file)])));
    },
    remove: (file) => rm(join(root, file), { recursive: true }),
    async edit(file, from, to) {
      const content = await read(file);
      if (!content.includes(from)) throw new Error(`${file} does not contain ${JSON.stringify(from)}.`);
      await write(file, content.replace(from, to));
    },
    run: (script, args) =>
      new Promise((finish) => {
        execFile(process.execPath, scriptArguments(script, args), { cwd: root }, (error, stdout, stderr) => {
          finish({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
        });
      }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
