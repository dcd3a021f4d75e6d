#!/usr/bin/env node
import { banner } from './banner.js';
import { type CliOptions, parseCli, USAGE, UsageError } from './cli-options.js';
import type { Logger } from './options.js';
import { startSandbox } from './start-sandbox.js';

async function main(): Promise<void> {
  const options = parseCli(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(USAGE);
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

function loggerOf({ json, logLevel }: CliOptions): Logger {
  const write = (level: string, line: string) =>
    console.error(json ? JSON.stringify({ level, message: line }) : `${level}: ${line}`);
  return {
    warn: (line) => logLevel !== 'silent' && write('warn', line),
    info: (line) => logLevel === 'info' && write('info', line),
  };
}

try {
  await main();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof UsageError)
    console.error(`kgiton-sandbox: ${message}\nkgiton-sandbox --help says what there is.`);
  else if (code === 'EADDRINUSE') console.error('kgiton-sandbox: the port is taken; choose another with --port.');
  else throw error;
  process.exitCode = 1;
}
