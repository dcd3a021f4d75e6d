import type { ErrorObject } from 'ajv';
import { isHttpUrl, message } from './message.js';

/** A compiled schema. */
interface Check {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

/** The place of each member in the order of its schema, by JSON Pointer with `*` for each item. */
type Order = ReadonlyMap<string, number>;

/** What `check` finds in `value`: one for each member that is wrong, in the order of the schema. */
export function violations(check: Check, order: Order, value: unknown): { path: string; message: string }[] {
  if (check(value)) return [];
  const found = new Map<string, ErrorObject>();
  for (const error of check.errors ?? []) {
    if (isConsequence(error)) continue;
    const path = pathOf(error);
    const other = found.get(path);
    if (!other || saysMore(error, other)) found.set(path, error);
  }
  check.errors = null; // or they would stay in memory until the next call
  return [...found]
    .map(([path, error]) => ({ path, position: position(path, order), error }))
    .sort((a, b) => compare(a.position, b.position))
    .map(({ path, error }) => ({ path, message: message(error) }));
}

/** `if` only says that `then` failed; the errors of one branch of a union say nothing while another may be meant. */
function isConsequence({ keyword, schemaPath }: ErrorObject): boolean {
  return keyword === 'if' || /\/(one|any)Of\/\d+\//.test(schemaPath);
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string {
  if (keyword !== 'required') return instancePath;
  return `${instancePath}/${params.missingProperty.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function saysMore(a: ErrorObject, b: ErrorObject): boolean {
  // Two upper limits: a general one, and the lower one of a case.
  if (a.keyword === 'maximum' && b.keyword === 'maximum') return a.params.limit < b.params.limit;
  return rank(a) < rank(b);
}

/** The allowed values say more than the type, the type more than a limit. */
function rank({ keyword, params }: ErrorObject): number {
  if (keyword === 'const' || keyword === 'enum') return 0;
  if (keyword === 'type') return 1;
  if (keyword === 'pattern' && isHttpUrl(params.pattern)) return 2;
  return keyword === 'format' ? 3 : 4;
}

/** For each step of a path its place in the order of the schema, for an item its index. */
function position(path: string, order: Order): number[] {
  let pattern = '';
  return path
    .split('/')
    .slice(1)
    .map((step) => {
      const place = order.get(`${pattern}/${step}`);
      pattern += `/${place === undefined ? '*' : step}`;
      return place ?? Number(step);
    });
}

function compare(a: number[], b: number[]): number {
  const index = a.findIndex((place, step) => place !== b[step]);
  return index === -1 ? a.length - b.length : (a[index] ?? 0) - (b[index] ?? -1);
}
