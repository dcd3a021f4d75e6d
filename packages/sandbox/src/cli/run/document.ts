import { operationRequests } from '@kgiton/contract';
import { query } from 'jsonpath-rfc9535';
import { controlOperations } from '../../control/generated/operations.js';
import { conditionOf, readerOf, type Scope, templateOf, UnknownPart } from './expressions.js';

/** A workflow that can be played. */
export interface Workflow {
  id: string;
  summary: string;
  inputs: Readonly<Record<string, Input>>;
  requiredInputs: readonly string[];
  steps: readonly Step[];
}

export interface Input {
  type?: string;
  description?: string;
  default?: unknown;
}

export interface Step {
  id: string;
  description: string;
  method: string;
  /** With `{name}` in the place of a path parameter. */
  path: string;
  /** The base URL that the document names, if it names one. */
  server: string | undefined;
  parameters: readonly { name: string; in: string; value(scope: Scope): unknown }[];
  /** The JSON body. */
  payload: ((scope: Scope) => unknown) | undefined;
  criteria: readonly { text: string; holds(scope: Scope): boolean }[];
  outputs: Readonly<Record<string, (scope: Scope) => unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The operations of a sandbox: those of the contract and of the control API. */
const OPERATIONS: Readonly<Record<string, { method: string; path: string }>> = {
  ...operationRequests,
  ...controlOperations,
};

/** Without criteria, a step succeeds by a 2xx. */
const SUCCESS = { text: '2xx', holds: ({ response }: Scope) => Math.floor((response?.status ?? 0) / 100) === 2 };

/**
 * The workflows of an Arazzo 1.0 document, as far as a sandbox can play them: steps with an `operationId` of the contract
 * or of the control API. Everything else is refused, so that nothing passes without having been checked.
 *
 * @throws {UnknownPart} with the place in the document
 */
export function workflowsOf(document: unknown): Workflow[] {
  const root = fields(document, '', ['arazzo', 'info', 'sourceDescriptions', 'workflows', 'components']);
  if (!/^1\.0\.\d+$/.test(String(root.arazzo))) throw problem('/arazzo', `expected 1.0.x, got ${root.arazzo}`);
  const components = fields(root.components ?? {}, '/components', ['parameters', 'inputs']) as Components;
  const servers = new Map(
    list(root.sourceDescriptions, '/sourceDescriptions').map((one, index) => {
      const at = `/sourceDescriptions/${index}`;
      const { name, type, 'x-serverUrl': server } = fields(one, at, ['name', 'url', 'type', 'x-serverUrl']);
      if (type !== 'openapi') throw problem(`${at}/type`, `expected openapi, got ${JSON.stringify(type)}`);
      return [String(name), server as string | undefined];
    }),
  );
  return list(root.workflows, '/workflows').map((workflow, index) =>
    workflowOf(workflow, `/workflows/${index}`, { components, servers }),
  );
}

interface Components {
  parameters?: Fields;
  inputs?: Fields;
}

interface Context {
  components: Components;
  servers: ReadonlyMap<string, string | undefined>;
}

function workflowOf(value: unknown, at: string, context: Context): Workflow {
  const known = ['workflowId', 'summary', 'description', 'inputs', 'parameters', 'steps', 'outputs'];
  const workflow = fields(value, at, known);
  const { properties = {}, required = [] } = schemaOf(workflow.inputs, `${at}/inputs`, context.components);
  const shared = list(workflow.parameters ?? [], `${at}/parameters`);
  const steps = list(workflow.steps, `${at}/steps`).map((step, index) =>
    stepOf(step, `${at}/steps/${index}`, context, shared),
  );
  within(`${at}/outputs`, () => templateOf(workflow.outputs));
  checkNames(workflow, at, { inputs: properties, shared, ...context });
  return {
    id: String(workflow.workflowId),
    summary: String(workflow.summary ?? ''),
    inputs: properties,
    requiredInputs: required,
    steps,
  };
}

/** Names of inputs and outputs that do not exist would be undefined, and equal each other. */
function checkNames(
  workflow: Fields,
  at: string,
  { inputs, shared, components }: Context & { inputs: object; shared: readonly unknown[] },
): void {
  const isKnown = new Set(Object.keys(inputs).map((name) => `$inputs.${name}`));
  const check = (value: unknown, place: string) => {
    const text = JSON.stringify(value) ?? '';
    for (const [name] of text.matchAll(/\$(?:inputs\.[\w-]+|steps\.[\w-]+\.outputs\.[\w-]+)/g)) {
      if (!isKnown.has(name)) throw problem(place, `there is no ${name} at this point`);
    }
  };
  if (shared.length > 0) check([shared, components.parameters], `${at}/parameters`);
  for (const [index, step] of (workflow.steps as Fields[]).entries()) {
    check({ ...step, outputs: undefined }, `${at}/steps/${index}`);
    for (const name of Object.keys((step.outputs as object | undefined) ?? {})) {
      isKnown.add(`$steps.${step.stepId}.outputs.${name}`);
    }
    check(step.outputs, `${at}/steps/${index}/outputs`);
  }
  check(workflow.outputs, `${at}/outputs`);
}

function schemaOf(value: unknown, at: string, { inputs = {} }: Components) {
  const reference = (value as { $ref?: string } | undefined)?.$ref;
  const name = reference?.replace('#/components/inputs/', '');
  if (name !== undefined && !Object.hasOwn(inputs, name)) throw problem(at, `there is no ${reference}`);
  const schema = name === undefined ? (value ?? {}) : inputs[name];
  return fields(schema, at, ['type', 'description', 'properties', 'required']) as {
    properties?: Record<string, Input>;
    required?: string[];
  };
}

function stepOf(value: unknown, at: string, context: Context, shared: readonly unknown[]): Step {
  const known = ['stepId', 'description', 'operationId', 'parameters', 'requestBody', 'successCriteria', 'outputs'];
  const step = fields(value, at, known);
  const [, source, id = ''] = /^(?:\$sourceDescriptions\.([\w-]+)\.)?([\w-]+)$/.exec(String(step.operationId)) ?? [];
  const operation = Object.hasOwn(OPERATIONS, id) ? OPERATIONS[id] : undefined;
  if (!operation || (source !== undefined && !context.servers.has(source))) {
    throw problem(
      `${at}/operationId`,
      `expected an operation of the contract or the control API, got ${step.operationId}`,
    );
  }
  const own = list(step.parameters ?? [], `${at}/parameters`);
  const parameters = new Map(
    [...shared, ...own].map((parameter) => {
      const one = parameterOf(parameter, `${at}/parameters`, context.components);
      return [`${one.in} ${one.name}`, one];
    }),
  );
  for (const [, name] of operation.path.matchAll(/\{(\w+)\}/g)) {
    if (!parameters.has(`path ${name}`)) throw problem(`${at}/parameters`, `the path parameter ${name} is missing`);
  }
  const criteria = list(step.successCriteria ?? [], `${at}/successCriteria`);
  return {
    id: String(step.stepId),
    description: String(step.description ?? ''),
    ...operation,
    server: context.servers.get(source ?? ''),
    parameters: [...parameters.values()],
    payload: payloadOf(step.requestBody, `${at}/requestBody`),
    criteria:
      criteria.length === 0 ? [SUCCESS] : criteria.map((one, i) => criterionOf(one, `${at}/successCriteria/${i}`)),
    outputs: Object.fromEntries(
      Object.entries((step.outputs ?? {}) as Fields).map(([name, expression]) => [
        name,
        within(`${at}/outputs/${name}`, () => readerOf(String(expression))),
      ]),
    ),
  };
}

function parameterOf(value: unknown, at: string, { parameters = {} }: Components): Step['parameters'][number] {
  const given = fields(value, at, ['name', 'in', 'value', 'reference']);
  const name = /^\$components\.parameters\.([\w-]+)$/.exec(String(given.reference))?.[1];
  const referenced = name !== undefined && Object.hasOwn(parameters, name) ? (parameters[name] as Fields) : undefined;
  if (given.reference !== undefined && !referenced) throw problem(at, `there is no ${given.reference}`);
  const parameter = { ...referenced, ...given };
  if (!['path', 'query', 'header'].includes(String(parameter.in))) {
    throw problem(at, `expected a parameter in path, query or header, got ${JSON.stringify(parameter.in)}`);
  }
  return {
    name: String(parameter.name),
    in: String(parameter.in),
    value: within(at, () => templateOf(parameter.value)),
  };
}

function payloadOf(value: unknown, at: string): Step['payload'] {
  if (value === undefined) return undefined;
  const { contentType = 'application/json', payload } = fields(value, at, ['contentType', 'payload']);
  if (contentType !== 'application/json') {
    throw problem(`${at}/contentType`, `expected application/json, got ${JSON.stringify(contentType)}`);
  }
  return within(`${at}/payload`, () => templateOf(payload));
}

function criterionOf(value: unknown, at: string): Step['criteria'][number] {
  const { condition, context, type = 'simple' } = fields(value, at, ['condition', 'context', 'type']);
  const text = String(condition);
  if (type === 'simple') return { text, holds: within(at, () => conditionOf(text)) };
  const read = within(at, () => readerOf(String(context)));
  const shown = `${context} ${type} ${text}`;
  if (type === 'regex') {
    const [, source = text, flags = ''] = /^\/(.*)\/([imsu]*)$/.exec(text) ?? [];
    const pattern = within(at, () => new RegExp(source, flags));
    return { text: shown, holds: (scope) => pattern.test(String(read(scope) ?? '')) };
  }
  if (type !== 'jsonpath')
    throw problem(`${at}/type`, `expected simple, regex or jsonpath, got ${JSON.stringify(type)}`);
  // A filter at the root is about the value itself, as `redocly respect` has it.
  const matches = (data: unknown) => query([(data ?? null) as null], text).length > 0;
  within(at, () => matches(null));
  return { text: shown, holds: (scope) => matches(read(scope)) };
}

/** The fields of an object, of which every one is known. */
function fields(value: unknown, at: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem(at, 'expected an object');
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw problem(`${at}/${unknown}`, 'is not supported');
  return value as Fields;
}

function list(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw problem(at, 'expected a list');
}

function within<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw problem(at, (error as Error).message);
  }
}

const problem = (at: string, message: string) => new UnknownPart(`${at || '/'}: ${message}`);
