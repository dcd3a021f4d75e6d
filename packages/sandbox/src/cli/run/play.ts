import type { Step, Workflow } from './document.js';
import type { Scope } from './expressions.js';

/** What came of a step. */
export interface Played {
  step: Step;
  /** The status of the response, or why there was none. */
  outcome: number | string;
  /** The criteria that do not hold. */
  failures: readonly string[];
}

export interface PlayOptions {
  /** The base URL of the sandbox. */
  server(step: Step): string;
  inputs: Readonly<Record<string, unknown>>;
  send?: typeof fetch;
}

/** Real milliseconds: the longest response of a sandbox takes a minute. */
const TIMEOUT = 70_000;

/** Plays the steps of a workflow, up to the first that fails. */
export async function* play(
  { steps }: Workflow,
  { server, inputs, send = fetch }: PlayOptions,
): AsyncGenerator<Played, void> {
  const outputs: Record<string, Record<string, unknown>> = {};
  for (const step of steps) {
    const scope: Scope = { inputs, steps: outputs };
    try {
      scope.response = await respond(step, server(step), scope, send);
    } catch (error) {
      const { cause, message } = error as Error & { cause?: Error };
      yield { step, outcome: cause?.message || message, failures: step.criteria.map(({ text }) => text) };
      return;
    }
    const failures = step.criteria.filter(({ holds }) => !holds(scope)).map(({ text }) => text);
    outputs[step.id] = Object.fromEntries(Object.entries(step.outputs).map(([name, read]) => [name, read(scope)]));
    yield { step, outcome: scope.response.status, failures };
    if (failures.length > 0) return;
  }
}

async function respond(step: Step, server: string, scope: Scope, send: typeof fetch) {
  const { method, parameters, payload } = step;
  let path = step.path;
  const search = new URLSearchParams();
  const headers = new Headers();
  for (const parameter of parameters) {
    const value = parameter.value(scope);
    if (value === undefined) throw new Error(`the value of the parameter ${parameter.name} is missing`);
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(String(value)));
    else if (parameter.in === 'query') search.append(parameter.name, String(value));
    else headers.set(parameter.name, String(value));
  }
  if (payload) headers.set('content-type', 'application/json');
  const url = `${server}${path}${search.size > 0 ? `?${search}` : ''}`;
  const body = payload ? JSON.stringify(payload(scope)) : null;
  const response = await send(url, { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: jsonOf(text), url, method };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
