import { type ParseArgsConfig, parseArgs } from 'node:util';
import { withoutPassword } from '../payments/without-passwords.js';
import { wrap } from './wrap.js';

/** One option of a command: what Node.js parses, and what the usage says. */
export interface Option {
  type: 'string' | 'boolean';
  /** Whether it may be repeated; in the environment, commas separate the values. */
  multiple?: true;
  short?: string;
  /** The placeholder of its value: `N` in `--port N`. */
  value?: string;
  text?: string;
  default?: string;
  /** What holds without it, in words, if it has no `default`. */
  otherwise?: string;
  /** Whether an environment variable stands in for it. */
  hasVariable?: true;
}

export type Options = Readonly<Record<string, Option>>;

/** The options that commands share. */
export const HELP = { type: 'boolean', short: 'h' } as const satisfies Option;
export const WEBHOOK_SECRET = {
  type: 'string',
  value: 'TEXT',
  text: 'secret that signs the webhooks',
  otherwise: 'whsec_test_kgiton',
  hasVariable: true,
} as const satisfies Option;

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The command cannot run with what was given; the message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}

/** As `parseArgs` of Node.js. @throws {UsageError} when an option is unknown or lacks its value */
export function parse<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The environment variable that stands in for an option: `KGITON_SANDBOX_LOG_LEVEL` for `log-level`. */
export function variableName(option: string): string {
  return `KGITON_SANDBOX_${option.toUpperCase().replaceAll('-', '_')}`;
}

/** The value of an option in the environment; an empty variable counts as none. */
export function fromEnvironment(option: string, environment: Environment): string | undefined {
  return environment[variableName(option)] || undefined;
}

/** Characters that the text of an option may have on a line. */
const TEXT_WIDTH = 30;

/** The options as the usage lists them, in columns: option, text, default, environment variable. */
export function optionLines(options: Options): string {
  const rows = Object.entries(options).flatMap(([name, option]) => {
    const { value, text = '', otherwise = option.default ?? '', hasVariable } = option;
    const [first = '', ...more] = wrap(text, TEXT_WIDTH);
    return [
      [`--${name}${value ? ` ${value}` : ''}`, first, otherwise, hasVariable ? variableName(name) : ''],
      ...more.map((line) => ['', line, '', '']),
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

/** @throws {UsageError} when the text is neither yes nor no; its case does not matter */
export function yesOrNo(what: string, given: string): boolean {
  const word = given.trim().toLowerCase();
  if (['1', 'true', 'yes'].includes(word)) return true;
  if (['0', 'false', 'no'].includes(word)) return false;
  throw new UsageError(`${what}: expected 1, true or yes, or 0, false or no, got ${JSON.stringify(given)}.`);
}

/** @throws {UsageError} when the text is not a whole number from 0 to `most` */
export function integer(what: string, given: string, most: number): number {
  const value = Number(given);
  if (given.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new UsageError(`${what}: expected a whole number from 0 to ${most}, got ${JSON.stringify(given)}.`);
}

/** @throws {UsageError} when the text is not one of the values */
export function oneOf<Value extends string>(what: string, given: string, values: readonly Value[]): Value {
  const value = values.find((candidate) => candidate === given);
  if (value !== undefined) return value;
  const expected = `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
  throw new UsageError(`${what}: expected ${expected}, got ${JSON.stringify(given)}.`);
}

/** @throws {UsageError} when the text is not an http or https URL, or has a user or password in it */
export function webUrl(what: string, given = ''): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `${what}: expected an http or https URL, got ${JSON.stringify(withoutPassword(given, true))}.`,
    );
  }
  if (url.username || url.password) throw new UsageError(`${what}: expected a URL without a user and password in it.`);
  return given;
}
