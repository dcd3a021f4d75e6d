import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../../scripts/paths.js';

const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

export interface SuiteResult {
  passed: number;
  failed: number;
  /** The name of the first test that failed. */
  firstFailure: string | undefined;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
}

/**
 * Runs the contract suite in a process of its own.
 *
 * @throws {Error} when it ends without a report, so that a broken harness is not taken for a fault that was caught
 */
export async function runSuite(environment: Record<string, string>): Promise<SuiteResult> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-suite-'));
  const file = join(folder, 'report.json');
  try {
    const args = ['run', '--project', 'contract', '--bail', '1', '--reporter', 'json', '--outputFile', file];
    const output = await run([vitest, ...args], { ...process.env, ...environment });
    const report = await readFile(file, 'utf8').catch(() => {
      throw new Error(`The suite ended without a report:\n${output}`);
    });
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as VitestReport;
    const failures = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed');
    const collectionError = testResults.find(({ message }) => message)?.message;
    return {
      passed: numPassedTests,
      failed: numFailedTests + (collectionError && failures.length === 0 ? 1 : 0),
      firstFailure: failures[0]?.fullName ?? collectionError?.split('\n')[0],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT, env, maxBuffer: 64 * 2 ** 20 }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}
