import type { Logger } from '../options.js';

/** What a shell expects of a process that a signal ended: 128 and the number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Milliseconds within which signals are one: a single Ctrl-C may arrive twice, from the terminal and from a runner that
 * passes on its own.
 */
const ONE_SIGNAL = 200;

/** Milliseconds after which a person wonders. */
const PATIENCE = 500;

/** On Ctrl-C or SIGTERM closes, and then exits with 0; a second signal exits at once. */
export function onStop(close: () => Promise<void>, logger: Logger): void {
  let begun: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      if (begun !== undefined) {
        if (performance.now() - begun > ONE_SIGNAL) process.exit(EXIT_CODES[signal]);
        return;
      }
      begun = performance.now();
      const notice = setTimeout(() => {
        logger.info('what is under way may end; a second Ctrl-C stops it at once');
      }, PATIENCE);
      await close();
      clearTimeout(notice);
      process.exitCode = 0;
    });
  }
}
