#!/usr/bin/env node
import { UsageError } from './options.js';
import { bypassProxyOnThisMachine } from './proxy.js';

type Command = (args: readonly string[]) => Promise<void>;

/** Each is loaded only when it is called, so that none waits for the others. */
const commands: Record<string, () => Promise<Command>> = {
  trigger: async () => (await import('./trigger.js')).trigger,
  run: async () => (await import('./run.js')).run,
  listen: async () => (await import('./listen.js')).listen,
  'check-webhook': async () => (await import('./check-webhook.js')).checkWebhook,
};

const serve: Command = async (args) => (await import('./serve.js')).serve(args);

/** Why a sandbox cannot listen at a port or host, and what to do. */
const CANNOT_LISTEN: Record<string, (error: ListenError) => string> = {
  EADDRINUSE: ({ port }) => `the port ${port} is in use; choose another with --port.`,
  EACCES: ({ port }) => `the port ${port} needs more privileges; choose one above 1023 with --port.`,
  EADDRNOTAVAIL: ({ address }) =>
    `the host ${address} is not an address of this machine; choose another with --host (0.0.0.0: all addresses).`,
  ENOTFOUND: ({ hostname }) =>
    `the host ${hostname} is unknown; choose another with --host (0.0.0.0: all addresses of this machine).`,
};

/** What Node says of an address that it cannot listen at. */
interface ListenError extends NodeJS.ErrnoException {
  port?: number;
  address?: string;
  hostname?: string;
}

// A function: a bundle in CommonJS, which a single executable is made of, knows no top-level await.
async function main(): Promise<void> {
  bypassProxyOnThisMachine(process.env);
  try {
    const [name = '', ...args] = process.argv.slice(2);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command && /^[^-]/.test(name)) throw new UsageError(unknownCommand(name));
    await (command ? (await command())(args) : serve(process.argv.slice(2)));
  } catch (error) {
    const { code = '', message } = error as ListenError;
    const cannotListen = Object.hasOwn(CANNOT_LISTEN, code) ? CANNOT_LISTEN[code] : undefined;
    if (error instanceof UsageError)
      console.error(`kgiton-sandbox: ${message}\nRun kgiton-sandbox --help for the commands and options.`);
    else if (cannotListen) console.error(`kgiton-sandbox: ${cannotListen(error as ListenError)}`);
    else throw error;
    process.exitCode = 1;
  }
}

function unknownCommand(name: string): string {
  const names = Object.keys(commands);
  // Two letters tell the commands apart, and a typo is hardly in both.
  const meant = names.find((candidate) => candidate.startsWith(name.slice(0, 2).toLowerCase()));
  const hint = meant ? `did you mean ${meant}?` : 'without a command, the sandbox starts.';
  return `there is no command ${name}; ${hint} The commands are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}.`;
}

void main();
