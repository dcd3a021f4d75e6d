#!/usr/bin/env node
import { UsageError } from './commands/arguments.js';
import { checkWebhook } from './commands/check-webhook.js';
import { serve } from './commands/serve.js';
import { trigger } from './commands/trigger.js';

const commands: Record<string, (args: readonly string[]) => Promise<void>> = { trigger, 'check-webhook': checkWebhook };

try {
  const [name = '', ...args] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  await (command ? command(args) : serve(process.argv.slice(2)));
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof UsageError)
    console.error(`kgiton-sandbox: ${message}\nkgiton-sandbox --help says what there is.`);
  else if (code === 'EADDRINUSE') console.error('kgiton-sandbox: the port is taken; choose another with --port.');
  else throw error;
  process.exitCode = 1;
}
