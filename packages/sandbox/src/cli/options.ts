import { type ParseArgsConfig, parseArgs } from 'node:util';
import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { parseUrl } from '../http/parse-url.js';
import { withoutPassword } from '../payments/logged-body.js';

/** Options of a command: what Node.js parses, and what the usage says. */
export type Options = Readonly<Record<string, ReturnType<typeof option | typeof several | typeof flag>>>;

/**
 * An option with a value.
 *
 * @param value the placeholder of the value: `N` in `--port N`
 * @param otherwise the default, or what holds without the option, in words
 */
export function option(value: string, text: string, otherwise = '') {
  return { type: 'string', value, text, otherwise } as const;
}

/** An option that may be given several times. */
export function several(...args: Parameters<typeof option>) {
  return { ...option(...args), multiple: true } as const;
}

/** An option without a value. */
export function flag(text = '', otherwise = '') {
  return { type: 'boolean', value: '', text, otherwise } as const;
}

/** `--help`, of every command. */
export const HELP = { ...flag(), short: 'h' };

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

/** The secret that webhooks are signed with: as given, of the environment, or the published test secret. */
export function secretOf(values: { 'webhook-secret'?: string | undefined }): string {
  return values['webhook-secret'] ?? fromEnvironment('webhook-secret', process.env) ?? TEST_WEBHOOK_SECRET;
}

/** Characters that the text of an option may have on a line. */
const TEXT_WIDTH = 30;

/** The options as the usage lists them, in columns: option, text, default, environment variable if it has one. */
export function optionLines(options: Options, hasVariable: (name: string) => boolean): string {
  const rows = Object.entries(options).flatMap(([name, { value, text, otherwise }]) => {
    const [first = '', ...more] = wrap(text, TEXT_WIDTH);
    const variable = hasVariable(name) ? variableName(name) : '';
    return [[`--${name} ${value}`.trimEnd(), first, otherwise, variable], ...more.map((line) => ['', line])];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => `  ${line}`.trimEnd()).join('\n');
}

/** The words of a text in lines of at most so many characters, except for words that are longer. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** @throws {UsageError} when the text is neither yes nor no; its case does not matter */
export function yesOrNo(what: string, given: string): boolean {
  const word = given.trim().toLowerCase();
  if (['1', 'true', 'yes'].includes(word)) return true;
  if (['0', 'false', 'no'].includes(word)) return false;
  throw new UsageError(`${what}: expected 1, true or yes, or 0, false or no, got ${JSON.stringify(given)}.`);
}

/** @throws {UsageError} when the text is not a whole number from `least` to `most` */
export function integer(what: string, given: string, most: number, least = 0): number {
  const value = Number(given);
  if (given.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${what}: expected a whole number from ${least} to ${most}, got ${JSON.stringify(given)}.`);
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
  const url = parseUrl(given);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `${what}: expected an http or https URL, got ${JSON.stringify(withoutPassword(given, true))}.`,
    );
  }
  if (url.username || url.password) throw new UsageError(`${what}: expected a URL without a user and password in it.`);
  return given;
}
