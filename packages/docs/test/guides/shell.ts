import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DOCUMENT_YAML, ROOT } from '../../../../scripts/paths.js';
import { describeInLanguage, type Language, languages } from '../../../../test/end-to-end/samples/languages.js';
import type { Finished } from '../../../../test/support/workspace.js';

const curl = languages.find(({ label }) => label === 'cURL') as Language;

/** A `describe` for what needs bash, curl and openssl. Without them it is skipped, with one line; on CI it fails. */
export function describeWithShell(name: string, tests: () => void): void {
  describeInLanguage(curl, name, tests);
}

/** Where a reader works: a folder with the packages of this repository installed. */
export interface ReaderFolder extends AsyncDisposable {
  path: string;
  write(file: string, content: string): Promise<void>;
}

/** A new project, with openapi.yaml downloaded. */
export async function createReaderFolder(): Promise<ReaderFolder> {
  const folder = await installInto(await mkdtemp(join(tmpdir(), 'kgiton-reader-')));
  await folder.write('package.json', '{ "private": true }');
  await copyFile(DOCUMENT_YAML, join(folder.path, 'openapi.yaml'));
  return folder;
}

/** Installs the packages of this repository in a folder that is there. */
export async function installInto(path: string): Promise<ReaderFolder> {
  await mkdir(join(path, 'tmp'));
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  return {
    path,
    write: (file, content) => writeFile(join(path, file), content),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A command of a reader that goes on until it is stopped. */
export interface RunningCommand extends AsyncDisposable {
  /** Resolves when it has ended. */
  ended: Promise<Finished>;
  /** What it wrote so far. */
  output(): string;
}

/** Starts what stands in a block, in bash; each command in it has to succeed. */
export function startInBash(code: string, folder: ReaderFolder, env: Record<string, string> = {}): RunningCommand {
  const child = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', code], {
    cwd: folder.path,
    env: { ...environment(folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npx starts a shell that starts the program, and all of them have to end.
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ exitCode: Number(code ?? 1), output }));
  return {
    ended,
    output: () => output,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid);
      await ended;
    },
  };
}

/**
 * Runs what stands in a block to its end.
 *
 * @param timeout in milliseconds; a command that hangs is stopped before its test is, and so does not outlive it
 */
export async function runInBash(code: string, folder: ReaderFolder, timeout = 60_000): Promise<Finished> {
  await using command = startInBash(code, folder);
  const timer = setTimeout(() => command[Symbol.asyncDispose](), timeout - 10_000);
  const finished = await command.ended;
  clearTimeout(timer);
  return finished;
}

/** Nothing that would make a command differ from one machine to another; npx takes what is installed and fetches nothing. */
function environment({ path }: ReaderFolder): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME ?? tmpdir(),
    TMPDIR: join(path, 'tmp'),
    NO_COLOR: '1',
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    npm_config_offline: 'true',
    npm_config_yes: 'false',
    npm_config_logs_max: '0',
    npm_config_update_notifier: 'false',
  };
}
