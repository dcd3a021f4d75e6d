import type { ErrorObject } from 'ajv';
import { isHttpUrl, message } from './message.js';

/** A compiled schema. */
interface Check {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** The properties of a schema, by JSON Pointer with `*` for array items. */
interface Shape {
  /** The position of each in the schema. */
  order: ReadonlyMap<string, number>;
  /** The optional ones. */
  optional: ReadonlySet<string>;
}

/** The violations that `check` finds in `value`: one for each invalid property, in the order of the schema. */
export function violations(check: Check, shape: Shape, value: unknown): { path: string; message: string }[] {
  if (check(value)) return [];
  const found = new Map<string, ErrorObject>();
  for (const error of check.errors ?? []) {
    if (isConsequence(error)) continue;
    const path = pathOf(error);
    const other = found.get(path);
    if (!other || saysMore(error, other)) found.set(path, error);
  }
  check.errors = null; // otherwise they stay in memory until the next call
  return [...found]
    .map(([path, error]) => ({ path, error, ...placeOf(path, shape) }))
    .sort((a, b) => compare(a.position, b.position))
    .map(({ path, error, isOptional }) => {
      const parent = valueAt(value, path.replace(/\/[^/]*$/, ''));
      return { path, message: message(error, { value: valueAt(value, path), parent, isOptional }) };
    });
}

/** `if` only reports that `then` failed; errors of one branch of a union are meaningless if another branch is meant. */
function isConsequence({ keyword, schemaPath }: ErrorObject): boolean {
  return keyword === 'if' || /\/(one|any)Of\/\d+\//.test(schemaPath);
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string {
  if (keyword !== 'required') return instancePath;
  return `${instancePath}/${params.missingProperty.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function saysMore(a: ErrorObject, b: ErrorObject): boolean {
  // A general maximum and a lower one for this payment type.
  if (a.keyword === 'maximum' && b.keyword === 'maximum') return a.params.limit < b.params.limit;
  return rank(a) < rank(b);
}

/** Allowed values are more specific than the type, the type is more specific than a limit. */
function rank({ keyword, params }: ErrorObject): number {
  if (keyword === 'const' || keyword === 'enum') return 0;
  // An empty string also violates the pattern, and one that is too long may.
  if (keyword === 'type' || keyword === 'minLength' || keyword === 'maxLength') return 1;
  if (keyword === 'pattern' && isHttpUrl(params.pattern)) return 2;
  return keyword === 'format' ? 3 : 4;
}

/** The position of a path: for each step its position in the schema, or the index of an array item. */
function placeOf(path: string, { order, optional }: Shape): { position: number[]; isOptional: boolean } {
  let pattern = '';
  const position = path
    .split('/')
    .slice(1)
    .map((step) => {
      const place = order.get(`${pattern}/${step}`);
      pattern += `/${place === undefined ? '*' : step}`;
      return place ?? Number(step);
    });
  return { position, isOptional: optional.has(pattern) };
}

function valueAt(value: unknown, path: string): unknown {
  const steps = path.split('/').slice(1);
  return steps.reduce(
    (parent, step) => (parent as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')],
    value,
  );
}

function compare(a: number[], b: number[]): number {
  const index = a.findIndex((place, step) => place !== b[step]);
  return index === -1 ? a.length - b.length : (a[index] ?? 0) - (b[index] ?? -1);
}
