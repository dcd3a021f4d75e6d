import type { Redact } from './redact.js';

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

/** Writes a line at a level. The line is built only if that level is logged. */
export type Log = (level: Exclude<LogLevel, 'off'>, line: () => string) => void;

/** Logs lines up to a level, without secrets. If the logger throws or rejects, the line is lost, never the payment. */
export function logTo(logger: Logger, upTo: LogLevel, redact: Redact): Log {
  return (level, line) => {
    if (upTo !== level && upTo !== 'debug') return;
    (async () => logger[level](`kgiton: ${redact(line()).replace(CONTROL_CHARACTERS, ' ')}`))().catch(() => {});
  };
}
