import { redactAll } from './redact.js';

/** Writes log lines: `console`, pino, winston and the like. */
export interface Logger {
  debug(line: string): unknown;
  warn(line: string): unknown;
}

/** Characters that end a line or control a terminal. A server or a proxy may send them. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * `warn` logs each retry, and a response about a different payment than requested. `debug` also logs each attempt, with
 * method, URL, status, duration and request id.
 */
export type LogLevel = 'off' | 'warn' | 'debug';

/** Where log lines go, up to which level, and what none of them may contain. */
export interface LogTarget {
  logger: Logger;
  logLevel: LogLevel;
  secrets: readonly (string | undefined)[];
}

/**
 * Logs a line, if its level is logged; the line is built only then. If the logger throws or rejects, the line is lost,
 * never the payment.
 */
export function log(
  { logger, logLevel, secrets }: LogTarget,
  level: Exclude<LogLevel, 'off'>,
  line: () => string,
): void {
  if (logLevel !== level && logLevel !== 'debug') return;
  const write = async () => logger[level](`kgiton: ${redactAll(secrets, line()).replace(CONTROL_CHARACTERS, ' ')}`);
  write().catch(() => {});
}
