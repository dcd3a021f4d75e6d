import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/paths.js';
import { type RedoclyResult, redocly } from '../../../scripts/redocly.js';

/** Where the workflows are, and where Respect runs: it would take a redocly.yaml that is in its folder. */
export const WORKFLOWS = join(ROOT, 'openapi/workflows');

/** What is of interest in an Arazzo document. */
export interface ArazzoDocument {
  file: string;
  sourceDescriptions: { name: string; 'x-serverUrl': string }[];
  workflows: {
    workflowId: string;
    steps: { stepId: string; description: string; successCriteria: { condition: string }[] }[];
  }[];
}

/** The documents with workflows of a folder. */
export async function arazzoDocuments(folder = WORKFLOWS): Promise<ArazzoDocument[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.arazzo.yaml')).sort();
  return Promise.all(
    files.map(async (file) => ({ ...parse(await readFile(join(folder, file), 'utf8')), file }) as ArazzoDocument),
  );
}

/** A step as Respect has run it. */
export interface ExecutedStep {
  workflowId: string;
  stepId: string;
  response: { statusCode: number; body?: Record<string, unknown> };
  checks: { name: string; passed: boolean; severity: string; condition?: string; message: string }[];
}

export interface RespectResult extends RedoclyResult {
  /** Every step that was run, in order; none when Respect did not come to that. */
  steps: ExecutedStep[];
}

interface RespectOptions {
  /** The base URL of the server under test. */
  server: string;
  input?: Record<string, string>;
  /** Arazzo documents; all, unless given. */
  files?: string[];
  folder?: string;
}

/** Runs workflows by `redocly respect`. */
export async function respect({
  server,
  input = {},
  files,
  folder = WORKFLOWS,
}: RespectOptions): Promise<RespectResult> {
  const report = await mkdtemp(join(tmpdir(), 'kgiton-respect-'));
  const json = join(report, 'report.json');
  const documents = files ?? (await arazzoDocuments(folder)).map(({ file }) => file);
  const servers = `partnerPayment=${server},sandbox=${server}`;
  try {
    const args = ['--server', servers, '--input', JSON.stringify(input), '--json-output', json];
    const result = await redocly(['respect', ...documents, ...args], folder);
    return { ...result, steps: stepsOf(await readFile(json, 'utf8').catch(() => '{}')) };
  } finally {
    await rm(report, { recursive: true });
  }
}

/** The checks that failed, as `workflow/step: check`. */
export function failures({ steps }: RespectResult): string[] {
  return steps.flatMap(({ workflowId, stepId, checks }) =>
    checks
      .filter(({ passed }) => !passed)
      .map(({ name, condition }) => `${workflowId}/${stepId}: ${condition ?? name}`),
  );
}

function stepsOf(report: string): ExecutedStep[] {
  const { files = {} } = JSON.parse(report) as {
    files?: Record<string, { executedWorkflows: { executedSteps: ExecutedStep[] }[] }>;
  };
  return Object.values(files).flatMap(({ executedWorkflows }) =>
    executedWorkflows.flatMap(({ executedSteps }) => executedSteps),
  );
}
