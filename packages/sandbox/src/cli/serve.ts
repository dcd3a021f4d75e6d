import manifest from '../../package.json' with { type: 'json' };
import type { State } from '../control/generated/schemas.js';
import type { Logger } from '../options.js';
import { SandboxError } from '../sandbox-error.js';
import { type RunningSharedSandbox, startSandbox } from '../start-sandbox.js';
import { banner, warningOf } from './banner.js';
import { optionLines, UsageError } from './options.js';
import { hasVariable, parseServeOptions, SERVE_OPTIONS, type ServeOptions } from './serve-options.js';
import { storeAt } from './store-at.js';
import { readTextFile } from './text-file.js';

const USAGE = `Usage: kgiton-sandbox [options]
       kgiton-sandbox trigger payment.success --to URL [options]
       kgiton-sandbox check-webhook URL [options]
       kgiton-sandbox run FILE [options]
       kgiton-sandbox listen --api-key KEY --forward-to URL [options]

Starts a server on 127.0.0.1 that behaves like KGiTON Partner Payment: it keeps payments, counts tokens, lets payments
expire, and sends signed webhooks. The environment variable of an option is used where the option is not given.

${optionLines(SERVE_OPTIONS, hasVariable)}

Each command has its own --help.`;

/** Starts a sandbox that runs until a signal stops it; it then shuts down gracefully and exits with 0. */
export async function serve(args: readonly string[]): Promise<void> {
  // Before the options are read: whoever asks for help may have an invalid one, or an invalid environment variable.
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE);
    return;
  }
  const options = parseServeOptions(args, process.env);
  if (options.version) {
    console.log(manifest.version);
    return;
  }
  const logger = loggerOf(options);
  const sandbox = await start(options, logger);
  // Before anybody knows that it runs.
  closeOnSignal(() => sandbox.close(), logger);
  const { url } = sandbox;
  console.log(options.json ? JSON.stringify({ event: 'listening', url }) : banner(url, options));
  const warning = warningOf(options);
  if (options.json && warning.length > 0) logger.warn(warning.join(' '));
}

/** @throws {UsageError} when options do not go together, or the state cannot be read or is not valid */
async function start(given: ServeOptions, logger: Logger): Promise<RunningSharedSandbox> {
  const { stateFile, storeUrl, storeCaFile, ...options } = given;
  if (storeUrl) {
    const conflict = stateFile === undefined ? options.seed !== undefined && '--seed' : '--state';
    if (conflict) throw new UsageError(`${conflict}: cannot be used with --store, which has a state of its own.`);
    return startSandbox({ ...options, logger, store: await storeAt(storeUrl, storeCaFile) });
  }
  if (stateFile === undefined) return startSandbox({ ...options, logger });
  const state = await readTextFile(stateFile)
    .then((text) => JSON.parse(text) as State)
    .catch((error: Error) => {
      throw new UsageError(`--state: cannot read ${stateFile}: ${error.message}`);
    });
  return startSandbox({ ...options, logger, state }).catch((error: Error) => {
    throw error instanceof SandboxError ? new UsageError(`--state: ${stateFile}: ${error.message}`) : error;
  });
}

function loggerOf({ json, logLevel }: ServeOptions): Logger {
  const write = (level: string, line: string) =>
    console.error(json ? JSON.stringify({ level, message: line }) : `${level}: ${line}`);
  return {
    warn: (line) => logLevel !== 'silent' && write('warn', line),
    info: (line) => logLevel === 'info' && write('info', line),
  };
}

/** What a shell expects of a process that a signal ended: 128 and the number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Milliseconds within which signals count as one: a single Ctrl-C may arrive twice, from the terminal and from a runner
 * that passes it on.
 */
const ONE_SIGNAL = 200;

/** Milliseconds after which the wait is explained. */
const NOTICE_DELAY = 500;

/** On Ctrl-C or SIGTERM closes, and then exits with 0; a second signal exits at once. */
function closeOnSignal(close: () => Promise<void>, logger: Logger): void {
  let begun: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, async () => {
      if (begun !== undefined) {
        if (performance.now() - begun > ONE_SIGNAL) process.exit(EXIT_CODES[signal]);
        return;
      }
      begun = performance.now();
      const notice = setTimeout(() => {
        logger.info('shutting down: waiting for in-flight requests and webhooks; press Ctrl-C again to stop at once');
      }, NOTICE_DELAY);
      await close();
      clearTimeout(notice);
      process.exitCode = 0;
    });
  }
}
