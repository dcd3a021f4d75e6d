import type { Redact } from './redact.js';

/** What writes log lines: `console`, pino, winston and their like. */
export interface Logger {
  debug(line: string): unknown;
  warn(line: string): unknown;
}

/** What would end a line, or have a terminal do something: a server or a proxy may send it. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/**
 * `warn` logs each retry, and an answer about another payment than was asked for; `debug` each attempt as well, with
 * method, URL, status, duration and request id.
 */
export type LogLevel = 'off' | 'warn' | 'debug';

/** Writes a line of a level, which is made only if it is wanted. */
export type Log = (level: Exclude<LogLevel, 'off'>, line: () => string) => void;

/** What writes lines up to a level, without secrets. A logger that throws or rejects loses its line, never a payment. */
export function logTo(logger: Logger, upTo: LogLevel, redact: Redact): Log {
  return (level, line) => {
    if (upTo !== level && upTo !== 'debug') return;
    (async () => logger[level](`kgiton: ${redact(line()).replace(CONTROL_CHARACTERS, ' ')}`))().catch(() => {});
  };
}
