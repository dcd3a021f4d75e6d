import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { environment } from './toolchain.js';

/** Whose command it is, for the message when it fails. */
export interface Subject {
  generator: string;
  language: string;
}

/** What a command printed. */
export interface Printed {
  stdout: string;
  stderr: string;
}

/** Enough to tell what is wrong. */
const FIRST_LINES = 15;

/** @throws {Error} that names generator, language and command, with the first lines that tell */
export function complain({ generator, language }: Subject, command: string, problem: string, output: string): never {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findIndex((line) => /error|exception|fatal|panic|cannot|undefined|not found/i.test(line));
  const first = lines.slice(Math.max(0, telling)).slice(0, FIRST_LINES);
  throw new Error(`${generator} for ${language}: ${problem}: ${command}\n${first.join('\n')}`);
}

/**
 * Runs a command in bash, in a folder, to its end; each part of it has to succeed.
 *
 * @param timeout in milliseconds; a command that hangs is ended, with all that it started
 */
export async function run(
  subject: Subject,
  command: string,
  folder: string,
  { input = '', timeout }: { input?: string; timeout: number },
): Promise<Printed> {
  const child = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', command], {
    cwd: folder,
    env: environment(),
    detached: true,
  });
  const printed: Printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += stripVTControlCharacters(text);
    });
  }
  child.stdin.on('error', () => {}).end(input); // The exit code tells of a program that ends early.
  const timer = setTimeout(() => child.pid && process.kill(-child.pid), timeout);
  const [exitCode, signal] = await once(child, 'close');
  clearTimeout(timer);
  if (exitCode !== 0) {
    const problem = exitCode === null ? `${signal} after ${timeout / 1000} s` : `exit code ${exitCode}`;
    complain(subject, command, problem, printed.stderr + printed.stdout);
  }
  return printed;
}
