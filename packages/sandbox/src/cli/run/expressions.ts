/** What runtime expressions refer to. https://spec.openapis.org/arazzo/v1.0.1.html#runtime-expressions */
export interface Scope {
  inputs: Readonly<Record<string, unknown>>;
  /** The outputs of the steps so far. */
  steps: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The response of the step, once there is one. */
  response?: { status: number; headers: Headers; body: unknown; url: string; method: string };
}

type Read = (scope: Scope) => unknown;

/** Something in a document that this runner does not know, or that is wrong. The message says what. */
export class UnknownPart extends Error {
  override name = 'UnknownPart' as const;
}

/** A text that is meant as an expression, and not a text with a dollar sign. */
const EXPRESSION =
  /^\$(inputs|steps|statusCode|response|request|url|method|outputs|workflows|components|sourceDescriptions|message)\b/;

/** Expressions within a text: `{$inputs.name}`. */
const EMBEDDED = /\{(\$[^{}]+)\}/g;

const READERS: readonly [RegExp, (...parts: string[]) => Read][] = [
  [
    /^\$inputs\.([\w-]+)$/,
    (name = '') =>
      ({ inputs }) =>
        inputs[name],
  ],
  [
    /^\$steps\.([\w-]+)\.outputs\.([\w-]+)$/,
    (step = '', name = '') =>
      ({ steps }) =>
        steps[step]?.[name],
  ],
  [
    /^\$statusCode$/,
    () =>
      ({ response }) =>
        response?.status,
  ],
  [
    /^\$url$/,
    () =>
      ({ response }) =>
        response?.url,
  ],
  [
    /^\$method$/,
    () =>
      ({ response }) =>
        response?.method,
  ],
  [
    /^\$response\.header\.([\w-]+)$/,
    (name = '') =>
      ({ response }) =>
        response?.headers.get(name) ?? undefined,
  ],
  [
    /^\$response\.body(?:#(\/.*)?)?$/,
    (pointer = '') =>
      ({ response }) =>
        valueAt(response?.body, pointer),
  ],
];

/** @throws {UnknownPart} for an expression that it does not know */
export function readerOf(expression: string): Read {
  for (const [pattern, reader] of READERS) {
    const match = pattern.exec(expression);
    if (match) return reader(...match.slice(1).map((part) => part ?? ''));
  }
  throw new UnknownPart(`the expression ${expression} is not supported`);
}

/** A value with expressions in it: a text that is one, or contains some in braces, at any depth. */
export function templateOf(value: unknown): Read {
  if (Array.isArray(value)) {
    const items = value.map(templateOf);
    return (scope) => items.map((item) => item(scope));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, inner]) => [name, templateOf(inner)] as const);
    return (scope) => Object.fromEntries(entries.map(([name, inner]) => [name, inner(scope)]));
  }
  if (typeof value !== 'string') return () => value;
  if (EXPRESSION.test(value)) return readerOf(value);
  const embedded = new Map(
    [...value.matchAll(EMBEDDED)].map(([, expression = '']) => [expression, readerOf(expression)]),
  );
  return (scope) => value.replace(EMBEDDED, (_whole, expression: string) => String(embedded.get(expression)?.(scope)));
}

/** A value by JSON Pointer (RFC 6901); undefined where there is none. */
function valueAt(value: unknown, pointer: string): unknown {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>((parent, step) => {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, name)
      ? (parent as Record<string, unknown>)[name]
      : undefined;
  }, value);
}

const TOKEN = /\s*(==|!=|<=|>=|<|>|&&|\|\||!|\(|\)|'(?:[^']|'')*'|-?\d+(?:\.\d+)?(?![\w.])|\$[^\s()=!<>&|]+|\w+)/y;

const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

const COMPARE: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  // What is missing equals nothing, not even what is missing too.
  '==': (a, b) => a !== undefined && comparable(a) === comparable(b),
  '!=': (a, b) => comparable(a) !== comparable(b),
  '<': (a, b) => order(a, b) < 0,
  '<=': (a, b) => order(a, b) <= 0,
  '>': (a, b) => order(a, b) > 0,
  '>=': (a, b) => order(a, b) >= 0,
};

/** By the specification, the case of texts does not matter. */
const comparable = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

/** Below, at or above 0; NaN for values that have no order. */
function order(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return Number.NaN;
  return a < b ? -1 : Number(a > b);
}

/** A simple condition: comparisons, `!`, `&&`, `||` and parentheses. @throws {UnknownPart} when it is none */
export function conditionOf(text: string): (scope: Scope) => boolean {
  const tokens = tokensOf(text);
  let next = 0;

  const either = (): Read => binary('||', both, (a, b) => (scope) => Boolean(a(scope)) || Boolean(b(scope)));
  const both = (): Read => binary('&&', comparison, (a, b) => (scope) => Boolean(a(scope)) && Boolean(b(scope)));

  function binary(operator: string, operand: () => Read, join: (a: Read, b: Read) => Read): Read {
    let left = operand();
    while (tokens[next] === operator) {
      next++;
      left = join(left, operand());
    }
    return left;
  }

  function comparison(): Read {
    const left = unary();
    const compare = COMPARE[tokens[next] ?? ''];
    if (!compare) return left;
    next++;
    const right = unary();
    return (scope) => compare(left(scope), right(scope));
  }

  function unary(): Read {
    const token = tokens[next++] ?? '';
    if (token === '!') {
      const operand = unary();
      return (scope) => !operand(scope);
    }
    if (token === '(') {
      const inner = either();
      if (tokens[next++] !== ')') throw new UnknownPart(`the condition ${text} lacks a closing parenthesis`);
      return inner;
    }
    if (token.startsWith('$')) return readerOf(token);
    if (token.startsWith("'")) return () => token.slice(1, -1).replaceAll("''", "'");
    if (Object.hasOwn(LITERALS, token)) return () => LITERALS[token];
    if (/^-?\d/.test(token)) return () => Number(token);
    throw new UnknownPart(`the condition ${text} is not supported at ${JSON.stringify(token)}`);
  }

  const condition = either();
  if (next < tokens.length) throw new UnknownPart(`the condition ${text} is not supported at ${tokens[next]}`);
  return (scope) => Boolean(condition(scope));
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.trimEnd().length; ) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new UnknownPart(`the condition ${text} is not supported at ${text.slice(from)}`);
    tokens.push(token);
  }
  return tokens;
}
