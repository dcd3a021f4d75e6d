import { parse as parseYaml } from 'yaml';
import { flag, HELP, option, optionLines, parse, several, UsageError, webUrl } from './options.js';
import { type Workflow, workflowsOf } from './run/document.js';
import { UnknownPart } from './run/expressions.js';
import { type Played, play } from './run/play.js';
import { readTextFile } from './text-file.js';

const DEFAULT_SERVER = 'http://127.0.0.1:4020';

const OPTIONS = {
  server: option('URL', 'the sandbox', `of the file, or ${DEFAULT_SERVER}`),
  input: several('NAME=VALUE', 'an input of the workflows; repeatable'),
  json: flag('the steps as JSON, one object per line'),
  help: HELP,
};

const USAGE = `Usage: kgiton-sandbox run FILE [options]

Plays the workflows of an Arazzo 1.0 file against a sandbox that runs, and tells step by step. It checks the success
criteria of each step; \`npx @redocly/cli respect\` also checks each response against its schema. What it cannot play, it
refuses before it sends anything. Exits with 0 if every workflow succeeds, else with 1.

${optionLines(OPTIONS, () => false)}`;

/** Plays workflows, and prints what came of each step. */
export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [file, another] = positionals;
  if (file === undefined || another !== undefined) {
    throw new UsageError(`run: expected one Arazzo file, got ${positionals.length}.`);
  }
  const given = values.server === undefined ? undefined : webUrl('--server', values.server);
  const workflows = await workflowsIn(file);
  const inputs = workflows.map((workflow) => inputsOf(workflow, values.input ?? []));
  refuseUnknownInputs(workflows, values.input ?? []);

  let succeeded = 0;
  for (const [index, workflow] of workflows.entries()) {
    if (!values.json)
      console.log(`${index > 0 ? '\n' : ''}${[workflow.id, workflow.summary].filter(Boolean).join(': ')}`);
    let isSuccess = true;
    const server = (step: Played['step']) => (given ?? step.server ?? DEFAULT_SERVER).replace(/\/+$/, '');
    for await (const played of play(workflow, { server, inputs: inputs[index] ?? {} })) {
      isSuccess = played.failures.length === 0;
      console.log(values.json ? jsonLine(workflow, played) : lines(played));
    }
    if (isSuccess) succeeded++;
  }
  if (!values.json) console.log(`\n${succeeded} of ${workflows.length} workflows succeeded.`);
  process.exitCode = succeeded === workflows.length ? 0 : 1;
}

function lines({ step, outcome, failures }: Played): string {
  const mark = failures.length === 0 ? '✓' : '✗';
  const line = `  ${mark} ${step.id}: ${step.method} ${step.path}, ${outcome}. ${step.description}`.trimEnd();
  return [line, ...failures.map((text) => `      expected ${text}`)].join('\n');
}

function jsonLine({ id }: Workflow, { step, outcome, failures }: Played): string {
  return JSON.stringify({ workflow: id, step: step.id, method: step.method, path: step.path, outcome, failures });
}

async function workflowsIn(file: string): Promise<Workflow[]> {
  const text = await readTextFile(file).catch((error: Error) => {
    throw new UsageError(`run: cannot read ${file}: ${error.message}`);
  });
  try {
    return workflowsOf(parseYaml(text));
  } catch (error) {
    const [firstLine] = (error as Error).message.split('\n');
    throw new UsageError(
      error instanceof UnknownPart
        ? `run: cannot play ${file}: ${firstLine}.`
        : `run: expected YAML or JSON in ${file}: ${firstLine}`,
    );
  }
}

/** The inputs of a workflow: those given, or else their defaults. */
function inputsOf({ id, inputs, requiredInputs }: Workflow, given: readonly string[]): Record<string, unknown> {
  const values = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default]));
  for (const pair of given) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (!name) throw new UsageError(`--input: expected NAME=VALUE, got ${JSON.stringify(pair)}.`);
    if (Object.hasOwn(inputs, name)) values[name] = inputs[name]?.type === 'string' ? value : jsonOrText(value);
  }
  const missing = requiredInputs.find((name) => values[name] === undefined);
  if (missing === undefined) return values;
  const what = inputs[missing]?.description;
  throw new UsageError(`run: ${id} needs --input ${missing}=VALUE${what ? `: ${what}` : '.'}`);
}

function refuseUnknownInputs(workflows: readonly Workflow[], given: readonly string[]): void {
  const known = new Set(workflows.flatMap(({ inputs }) => Object.keys(inputs)));
  const unknown = given.map((pair) => pair.split('=', 1)[0] ?? '').find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new UsageError(`--input: expected ${[...known].join(', ') || 'none'}, got ${unknown}.`);
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
