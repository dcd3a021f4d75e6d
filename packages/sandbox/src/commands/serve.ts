import type { Logger } from '../options.js';
import { startSandbox } from '../start-sandbox.js';
import { banner } from './banner.js';
import { parseServeOptions, SERVE_USAGE, type ServeOptions } from './serve-options.js';

/** Starts a sandbox that runs until it is told to stop: Ctrl-C and SIGTERM give what is under way a second
 * to end, and exit with 0. */
export async function serve(args: readonly string[]): Promise<void> {
  const options = parseServeOptions(args, process.env);
  if (options.help) {
    console.log(SERVE_USAGE);
    return;
  }
  const sandbox = await startSandbox({ ...options, logger: loggerOf(options) });
  const text = banner(sandbox.url, options.webhookSecret);
  console.log(options.json ? JSON.stringify({ event: 'listening', url: sandbox.url }) : text);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await sandbox.close();
      process.exitCode = 0;
    });
  }
}

function loggerOf({ json, logLevel }: ServeOptions): Logger {
  const write = (level: string, line: string) =>
    console.error(json ? JSON.stringify({ level, message: line }) : `${level}: ${line}`);
  return {
    warn: (line) => logLevel !== 'silent' && write('warn', line),
    info: (line) => logLevel === 'info' && write('info', line),
  };
}
