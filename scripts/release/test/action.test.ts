import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../../test/compatibility/run.js';
import { ROOT } from '../../paths.js';
import { freePort } from '../../ports.js';

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: { id: string; shell: string; run: string; env: Record<string, string> }[] };
}
const action = parse(await readFile(join(ROOT, 'action.yml'), 'utf8')) as Action;
const [step] = action.runs.steps;

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'kgiton-action-'));
});
afterEach(async () => {
  const pid = await readFile(join(temporary, `kgiton-sandbox-${port}.pid`), 'utf8').catch(() => undefined);
  try {
    if (pid) process.kill(Number(pid));
  } catch {
    // It has ended by itself.
  }
  await rm(temporary, { recursive: true, force: true });
});

let port: number;
/** Runs the step as a runner does: with the inputs in its environment, and files for what it says. */
async function start(at: number) {
  port = at;
  const inputs: Record<string, string> = { port: `${at}`, 'webhook-secret': 'whsec_of_the_action' };
  const given = Object.entries(step?.env ?? {}).map(([name, value]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? '';
    expect(Object.keys(action.inputs)).toContain(input);
    return [name, inputs[input]];
  });
  const [outputs, variables] = [join(temporary, 'outputs'), join(temporary, 'variables')];
  const finished = await run('bash', ['-c', step?.run ?? ''], temporary, {
    ...Object.fromEntries(given),
    GITHUB_ACTION_PATH: ROOT,
    RUNNER_TEMP: temporary,
    GITHUB_OUTPUT: outputs,
    GITHUB_ENV: variables,
  });
  const written = (file: string) => readFile(file, 'utf8').catch(() => '');
  return { ...finished, outputs: await written(outputs), variables: await written(variables) };
}

test('starts a sandbox that outlives the step, and outputs its URL', async () => {
  const url = `http://localhost:${await freePort()}`;
  const { exitCode, output, outputs, variables } = await start(Number(new URL(url).port));
  expect(exitCode, output).toBe(0);
  expect(outputs).toBe(`url=${url}\n`);
  expect(variables).toBe(`KGITON_BASE_URL=${url}\n`);
  expect((await fetch(`${url}/_sandbox/health`)).status).toBe(200);
  expect(action.outputs.url?.value).toBe(`\${{ steps.${step?.id}.outputs.url }}`);
});

test('fails and shows the log when the port is taken', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const taken = (occupant.address() as { port: number }).port;
  const { exitCode, output, outputs } = await start(taken);
  occupant.close();
  expect(exitCode).toBe(1);
  expect(output).toContain(`::error::The sandbox does not answer on http://localhost:${taken}.`);
  expect(output).toContain(`the port ${taken} is in use`);
  expect(outputs).toBe('');
});
