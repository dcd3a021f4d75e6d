import { isIP } from 'node:net';
import type { ParseArgsConfig } from 'node:util';
import { EXPECTED_ORIGIN, readOrigin } from '../http/origins.js';
import type { LogLevel } from '../options.js';
import type { StartSandboxOptions } from '../start-sandbox.js';
import { type Environment, integer, parse, twinName, twinOf, UsageError, webUrl, yesOrNo } from './arguments.js';

/** What the command line asks for. */
export interface ServeOptions extends StartSandboxOptions {
  version: boolean;
  host: string;
  logLevel: LogLevel;
  json: boolean;
}

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  'public-url': { type: 'string' },
  'allow-private-webhooks': { type: 'boolean' },
  'allow-origin': { type: 'string', multiple: true },
  'webhook-secret': { type: 'string' },
  latency: { type: 'string' },
  seed: { type: 'string' },
  license: { type: 'string', multiple: true },
  'log-level': { type: 'string' },
  json: { type: 'boolean' },
  version: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** The names of the flags. */
export const SERVE_FLAGS = Object.keys(flags);

/** @throws {UsageError} when something given cannot work */
export function parseServeOptions(args: readonly string[], environment: Environment): ServeOptions {
  const { values } = parse({ args: [...args], options: flags });
  const text = (flag: 'port' | 'host' | 'public-url' | 'webhook-secret' | 'latency' | 'seed' | 'log-level') =>
    values[flag] ?? twinOf(flag, environment);
  const isSet = (flag: 'allow-private-webhooks' | 'json') =>
    values[flag] ?? yesOrNo(twinName(flag), twinOf(flag, environment) ?? 'no');
  const several = (flag: 'license' | 'allow-origin') => values[flag] ?? twinOf(flag, environment)?.split(',') ?? [];
  /** What an error speaks of: the flag, or its twin if that was given. */
  const what = (flag: keyof typeof flags) =>
    values[flag] === undefined && twinOf(flag, environment) !== undefined ? twinName(flag) : `--${flag}`;
  const publicUrl = text('public-url');
  return {
    version: values.version ?? false,
    json: isSet('json'),
    logLevel: logLevel(what('log-level'), text('log-level') ?? 'info'),
    port: integer(what('port'), text('port') ?? '4020', 65_535),
    host: host(what('host'), text('host') ?? '127.0.0.1'),
    publicUrl: publicUrl === undefined ? undefined : baseUrl(what('public-url'), publicUrl),
    allowPrivateWebhooks: isSet('allow-private-webhooks'),
    allowOrigins: several('allow-origin').map((given) => pageOrigin(what('allow-origin'), given)),
    webhookSecret: text('webhook-secret'),
    latency: range(what('latency'), text('latency') ?? '0'),
    seed: text('seed'),
    licenses: licenses(what('license'), several('license')),
  };
}

/** A minute is longer than any test waits. */
const LONGEST_LATENCY = 60_000;

function range(what: string, given: string): readonly [number, number] {
  const [least = '', most = least] = given.split('..');
  const bounds = [integer(what, least, LONGEST_LATENCY), integer(what, most, LONGEST_LATENCY)] as const;
  if (bounds[0] <= bounds[1]) return bounds;
  throw new UsageError(`${what}: expected MS or LEAST..MOST, got ${JSON.stringify(given)}.`);
}

function logLevel(what: string, given: string): LogLevel {
  if (given === 'silent' || given === 'warn' || given === 'info') return given;
  throw new UsageError(`${what}: expected silent, warn or info, got ${JSON.stringify(given)}.`);
}

function host(what: string, given: string): string {
  if (isIP(given) || /^[a-z0-9][a-z0-9.-]*$/i.test(given)) return given;
  throw new UsageError(
    `${what}: expected an IP address or a host name alone, such as 0.0.0.0 or ::, got ${JSON.stringify(given)}.`,
  );
}

function baseUrl(what: string, given: string): string {
  const { search, hash } = new URL(webUrl(what, given));
  if (!search && !hash) return given;
  throw new UsageError(
    `${what}: expected a URL that others begin with, without ? and #, got ${JSON.stringify(given)}.`,
  );
}

function pageOrigin(what: string, given: string): string {
  const origin = readOrigin(given.trim());
  if (origin !== undefined) return origin;
  throw new UsageError(`${what}: expected ${EXPECTED_ORIGIN}, got ${JSON.stringify(given)}.`);
}

function licenses(what: string, given: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    given.map((pair) => {
      const [, key, tokens] = /^([^=]+)=(\d+)$/.exec(pair.trim()) ?? [];
      if (key && tokens) return [key, integer(what, tokens, Number.MAX_SAFE_INTEGER)];
      throw new UsageError(`${what}: expected KEY=TOKENS, got ${JSON.stringify(pair)}.`);
    }),
  );
}
