import { type ParseArgsConfig, parseArgs } from 'node:util';
import { withoutPassword } from '../payments/logged-body.js';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What was given cannot work; the message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}

/** As `parseArgs` of Node.js. @throws {UsageError} when a flag is unknown or lacks its value */
export function parse<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The variable that stands for a flag: `KGITON_SANDBOX_LOG_LEVEL` for `log-level`. */
export function twinName(flag: string): string {
  return `KGITON_SANDBOX_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** What the environment says in place of a flag; an empty variable says nothing. */
export function twinOf(flag: string, environment: Environment): string | undefined {
  return environment[twinName(flag)] || undefined;
}

/** Yes or no in words, case aside. @throws {UsageError} when the text is neither */
export function yesOrNo(what: string, given: string): boolean {
  const word = given.trim().toLowerCase();
  if (['1', 'true', 'yes'].includes(word)) return true;
  if (['0', 'false', 'no'].includes(word)) return false;
  throw new UsageError(`${what}: expected 1, true or yes, or 0, false or no, got ${JSON.stringify(given)}.`);
}

/** @throws {UsageError} when the text is no whole number from 0 to `most` */
export function integer(what: string, given: string, most: number): number {
  const value = Number(given);
  if (given.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new UsageError(`${what}: expected a whole number from 0 to ${most}, got ${JSON.stringify(given)}.`);
}

/** @throws {UsageError} when the text is no http or https URL, or has a user or password in it */
export function webUrl(what: string, given: string | undefined): string {
  const url = given && URL.canParse(given) ? new URL(given) : undefined;
  if (!given || !url || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(
      `${what}: expected an http or https URL, got ${JSON.stringify(withoutPassword(given ?? '', true))}.`,
    );
  }
  if (url.username || url.password) throw new UsageError(`${what}: expected a URL without a user and password in it.`);
  return given;
}
