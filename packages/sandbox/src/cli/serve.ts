import manifest from '../../package.json' with { type: 'json' };
import type { Logger } from '../options.js';
import { startSandbox } from '../start-sandbox.js';
import { banner, reachWarning } from './banner.js';
import { parseServeOptions, type ServeOptions } from './serve-options.js';
import { SERVE_USAGE } from './serve-usage.js';
import { onStop } from './stop.js';

/** Starts a sandbox that runs until it is told to stop; what is under way then may end, and it exits with 0. */
export async function serve(args: readonly string[]): Promise<void> {
  // Whoever asks for help may have a wrong option, or a wrong variable in the environment.
  if (args.includes('--help') || args.includes('-h')) {
    console.log(SERVE_USAGE);
    return;
  }
  const options = parseServeOptions(args, process.env);
  if (options.version) {
    console.log(manifest.version);
    return;
  }
  const logger = loggerOf(options);
  const sandbox = await startSandbox({ ...options, logger });
  const { url } = sandbox;
  console.log(options.json ? JSON.stringify({ event: 'listening', url }) : banner(url, options));
  const warning = reachWarning(options);
  if (options.json && warning.length > 0) logger.warn(warning.join(' '));
  onStop(() => sandbox.close(), logger);
}

function loggerOf({ json, logLevel }: ServeOptions): Logger {
  const write = (level: string, line: string) =>
    console.error(json ? JSON.stringify({ level, message: line }) : `${level}: ${line}`);
  return {
    warn: (line) => logLevel !== 'silent' && write('warn', line),
    info: (line) => logLevel === 'info' && write('info', line),
  };
}
