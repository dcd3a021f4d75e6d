import { isIP } from 'node:net';
import type { LogLevel } from '../options.js';
import { EXPECTED_ORIGIN, readOrigin } from '../server/origin.js';
import type { StartSandboxOptions } from '../start-sandbox.js';
import {
  type Environment,
  fromEnvironment,
  HELP,
  integer,
  type Options,
  oneOf,
  parse,
  UsageError,
  variableName,
  WEBHOOK_SECRET,
  webUrl,
  yesOrNo,
} from './options.js';

/** What the command line asks for. */
export interface ServeOptions extends StartSandboxOptions {
  version: boolean;
  host: string;
  logLevel: LogLevel;
  json: boolean;
}

export const SERVE_OPTIONS = {
  port: {
    type: 'string',
    value: 'N',
    text: 'port to listen on; 0 picks a free one',
    otherwise: '4020',
    hasVariable: true,
  },
  host: {
    type: 'string',
    value: 'HOST',
    text: 'host to listen on; on 0.0.0.0 others in the network can use it too',
    otherwise: '127.0.0.1',
    hasVariable: true,
  },
  'allow-private-webhooks': {
    type: 'boolean',
    text: 'on such a host: allow webhooks to private networks',
    otherwise: 'no',
    hasVariable: true,
  },
  'allow-origin': {
    type: 'string',
    multiple: true,
    value: 'ORIGIN',
    text: 'another site whose pages may call the API, such as https://docs.example; null: pages opened from files, and sandboxed frames of any site; repeatable (variable: commas)',
    otherwise: 'none',
    hasVariable: true,
  },
  'public-url': {
    type: 'string',
    value: 'URL',
    text: 'base of payment_url and qr_image_url',
    otherwise: 'as in the request',
    hasVariable: true,
  },
  'webhook-secret': WEBHOOK_SECRET,
  latency: {
    type: 'string',
    value: 'MS[..MS]',
    text: 'delay of each response, or its minimum and maximum',
    otherwise: '0',
    hasVariable: true,
  },
  seed: {
    type: 'string',
    value: 'TEXT',
    text: 'same ids and times in every run',
    otherwise: 'random',
    hasVariable: true,
  },
  license: {
    type: 'string',
    multiple: true,
    value: 'KEY=TOKENS',
    text: 'another license key, or the tokens of one; repeatable (variable: commas)',
    otherwise: 'none',
    hasVariable: true,
  },
  'log-level': { type: 'string', value: 'LEVEL', text: 'silent, warn or info', otherwise: 'info', hasVariable: true },
  json: {
    type: 'boolean',
    text: 'banner and log as JSON, one object per line',
    otherwise: 'no',
    hasVariable: true,
  },
  version: { type: 'boolean' },
  help: HELP,
} as const satisfies Options;

type Name = keyof typeof SERVE_OPTIONS;

/** @throws {UsageError} when an option is invalid */
export function parseServeOptions(args: readonly string[], environment: Environment): ServeOptions {
  const { values } = parse({ args: [...args], options: SERVE_OPTIONS });
  const text = (name: 'port' | 'host' | 'public-url' | 'webhook-secret' | 'latency' | 'seed' | 'log-level') =>
    values[name] ?? fromEnvironment(name, environment);
  const isSet = (name: 'allow-private-webhooks' | 'json') =>
    values[name] ?? yesOrNo(variableName(name), fromEnvironment(name, environment) ?? 'no');
  const several = (name: 'license' | 'allow-origin') =>
    values[name] ?? fromEnvironment(name, environment)?.split(',') ?? [];
  /** What an error is about: the option, or its environment variable if that was set instead. */
  const what = (name: Name) =>
    values[name] === undefined && fromEnvironment(name, environment) !== undefined ? variableName(name) : `--${name}`;
  const publicUrl = text('public-url');
  return {
    version: values.version ?? false,
    json: isSet('json'),
    logLevel: oneOf(what('log-level'), text('log-level') ?? 'info', ['silent', 'warn', 'info']),
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

/** Milliseconds; a minute is longer than any test waits. */
const LONGEST_LATENCY = 60_000;

function range(what: string, given: string): readonly [number, number] {
  const [least = '', most = least] = given.split('..');
  const bounds = [integer(what, least, LONGEST_LATENCY), integer(what, most, LONGEST_LATENCY)] as const;
  if (bounds[0] <= bounds[1]) return bounds;
  throw new UsageError(`${what}: expected MS or LEAST..MOST, got ${JSON.stringify(given)}.`);
}

function host(what: string, given: string): string {
  if (isIP(given) || /^[a-z0-9][a-z0-9.-]*$/i.test(given)) return given;
  throw new UsageError(
    `${what}: expected an IP address or a host name without a port, such as 0.0.0.0 or ::, got ${JSON.stringify(given)}.`,
  );
}

function baseUrl(what: string, given: string): string {
  const { search, hash } = new URL(webUrl(what, given));
  if (!search && !hash) return given;
  throw new UsageError(`${what}: expected a base URL, without ? and #, got ${JSON.stringify(given)}.`);
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
