import type { ParseArgsConfig } from 'node:util';
import type { LogLevel } from '../options.js';
import type { StartSandboxOptions } from '../start-sandbox.js';
import { integer, parse, UsageError } from './arguments.js';

/** What the command line asks for. */
export interface ServeOptions extends StartSandboxOptions {
  help: boolean;
  logLevel: LogLevel;
  json: boolean;
}

export const SERVE_USAGE = `Usage: kgiton-sandbox [options]
       kgiton-sandbox trigger payment.success --to URL [options]
       kgiton-sandbox check-webhook URL [options]

A server that behaves like KGiTON Partner Payment, on 127.0.0.1: it remembers, counts tokens, expires, and sends signed
webhooks.

  --port N                 the port to listen on; 0 takes a free one          4020            KGITON_SANDBOX_PORT
  --webhook-secret TEXT    what webhooks are signed with            whsec_test_kgiton  KGITON_SANDBOX_WEBHOOK_SECRET
  --latency MS[..MS]       how long an answer takes, or from what to what     0            KGITON_SANDBOX_LATENCY
  --seed TEXT              the same ids and times in every run                random       KGITON_SANDBOX_SEED
  --license KEY=TOKENS     one more license key, or other tokens for one; may be repeated  KGITON_SANDBOX_LICENSE
  --log-level LEVEL        silent, warn or info                               info         KGITON_SANDBOX_LOG_LEVEL
  --json                   banner and log as a line of JSON each                           KGITON_SANDBOX_JSON=1
  --help

Each command has a --help of its own.`;

const flags = {
  port: { type: 'string' },
  'webhook-secret': { type: 'string' },
  latency: { type: 'string' },
  seed: { type: 'string' },
  license: { type: 'string', multiple: true },
  'log-level': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** @throws {UsageError} when something given cannot work */
export function parseServeOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ServeOptions {
  const { values } = parse({ args: [...args], options: flags });
  const twin = (flag: string) => environment[`KGITON_SANDBOX_${flag.toUpperCase().replaceAll('-', '_')}`] || undefined;
  const text = (flag: 'port' | 'webhook-secret' | 'latency' | 'seed' | 'log-level') => values[flag] ?? twin(flag);
  return {
    help: values.help ?? false,
    json: values.json ?? twin('json') === '1',
    logLevel: logLevel(text('log-level') ?? 'info'),
    port: integer('--port', text('port') ?? '4020', 65_535),
    webhookSecret: text('webhook-secret'),
    latency: range(text('latency') ?? '0'),
    seed: text('seed'),
    licenses: licenses(values.license ?? twin('license')?.split(',') ?? []),
  };
}

/** A minute is longer than any test waits. */
const LONGEST_LATENCY = 60_000;

function range(given: string): readonly [number, number] {
  const [least = '', most = least] = given.split('..');
  const bounds = [integer('--latency', least, LONGEST_LATENCY), integer('--latency', most, LONGEST_LATENCY)] as const;
  if (bounds[0] <= bounds[1]) return bounds;
  throw new UsageError(`--latency: expected MS or LEAST..MOST, got ${JSON.stringify(given)}.`);
}

function logLevel(given: string): LogLevel {
  if (given === 'silent' || given === 'warn' || given === 'info') return given;
  throw new UsageError(`--log-level: expected silent, warn or info, got ${JSON.stringify(given)}.`);
}

function licenses(given: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    given.map((pair) => {
      const [, key, tokens] = /^([^=]+)=(\d+)$/.exec(pair.trim()) ?? [];
      if (key && tokens) return [key, integer('--license', tokens, Number.MAX_SAFE_INTEGER)];
      throw new UsageError(`--license: expected KEY=TOKENS, got ${JSON.stringify(pair)}.`);
    }),
  );
}
