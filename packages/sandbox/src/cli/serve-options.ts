import { isIP } from 'node:net';
import { MAXIMUM_LENGTHS, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { HOSTED_LIMITS, SECRET_LENGTHS } from '../hosted/hosted.js';
import { EXPECTED_HOST, EXPECTED_ORIGIN, readHost, readOrigin } from '../http/origins.js';
import { parseUrl } from '../http/parse-url.js';
import type { LogLevel } from '../options.js';
import type { StartSandboxOptions } from '../start-sandbox.js';
import {
  type Environment,
  flag,
  fromEnvironment,
  HELP,
  integer,
  oneOf,
  option,
  parse,
  several,
  UsageError,
  variableName,
  webUrl,
  yesOrNo,
} from './options.js';

/** What the command line asks for. */
export interface ServeOptions extends StartSandboxOptions {
  version: boolean;
  host: string;
  logLevel: LogLevel;
  json: boolean;
  /** The file with the state to start with. */
  stateFile: string | undefined;
  /** Where the state is that others share. */
  storeUrl: URL | undefined;
  /** The file with the certificate of the authority that its server has its own from. */
  storeCaFile: string | undefined;
}

export const SERVE_OPTIONS = {
  port: option('N', 'port to listen on; 0 picks a free one', '4020'),
  host: option('HOST', 'host to listen on; on 0.0.0.0 others in the network can use it too', '127.0.0.1'),
  'allow-private-webhooks': flag('on such a host: allow webhooks to private networks', 'no'),
  'allow-host': several(
    'NAME',
    'another host name for a sandbox on 127.0.0.1, such as host.docker.internal; repeatable (variable: commas)',
    'none',
  ),
  'allow-origin': several(
    'ORIGIN',
    'another site whose pages may call the API, such as https://docs.example; null: pages opened from files, and sandboxed frames of any site; repeatable (variable: commas)',
    'none',
  ),
  'public-url': option('URL', 'base of payment_url and qr_image_url', 'as in the request'),
  'docs-url': option('URL', 'address of the documentation that the dashboard links to', 'the published one'),
  'webhook-secret': option('TEXT', 'secret that signs the webhooks', TEST_WEBHOOK_SECRET),
  latency: option('MS[..MS]', 'delay of each response, or its minimum and maximum', '0'),
  store: option('URL', 'Redis or Valkey that holds the state, shared with other sandboxes: redis://HOST', 'memory'),
  'store-ca': option('FILE', 'certificate of the authority that signed that of a rediss: store', 'public ones'),
  seed: option('TEXT', 'same ids and times in every run', 'random'),
  state: option('FILE', 'accounts to start with, as GET /_sandbox/state writes them', 'none'),
  license: several('KEY=TOKENS', 'another license key, or the tokens of one; repeatable (variable: commas)', 'none'),
  hosted: flag('host it for many: an API key is the access to its account', 'no'),
  'operator-token': option('TEXT', 'hosted: token of operators, at least 16 characters', 'none'),
  'session-secret': option(
    'TEXT',
    'hosted: secret that seals dashboard sessions, at least 32 characters; the same for all instances',
    'random',
  ),
  'trust-proxy': option('N', 'hosted: how many proxies stand in front, whose X-Forwarded-For is believed', '0'),
  'requests-per-minute': option('N', 'hosted: limit of an API key', String(HOSTED_LIMITS.requestsPerMinute)),
  'requests-per-address': option(
    'N',
    'hosted: limit of an address, per minute',
    String(HOSTED_LIMITS.addressRequestsPerMinute),
  ),
  'accounts-per-hour': option(
    'N',
    'hosted: accounts that an address may create',
    String(HOSTED_LIMITS.accountsPerHour),
  ),
  'payments-per-day': option('N', 'hosted: payments of an API key', String(HOSTED_LIMITS.paymentsPerDay)),
  'log-level': option('LEVEL', 'silent, warn or info', 'info'),
  json: flag('banner and log as JSON, one object per line', 'no'),
  version: flag(),
  help: HELP,
};

/** Whether an environment variable stands in for an option. */
export const hasVariable = (name: string) => name !== 'version' && name !== 'help';

type Limit = 'requests-per-minute' | 'requests-per-address' | 'accounts-per-hour' | 'payments-per-day';

type NameWithDefault = 'port' | 'host' | 'latency' | 'log-level' | 'trust-proxy' | Limit;

type NameWithText =
  | 'public-url'
  | 'docs-url'
  | 'webhook-secret'
  | 'seed'
  | 'state'
  | 'store'
  | 'store-ca'
  | 'operator-token'
  | 'session-secret';

/** @throws {UsageError} when an option is invalid */
export function parseServeOptions(args: readonly string[], environment: Environment): ServeOptions {
  const { values } = parse({ args: [...args], options: SERVE_OPTIONS });
  const text = (name: NameWithText | NameWithDefault) => values[name] ?? fromEnvironment(name, environment);
  const textOrDefault = (name: NameWithDefault) => text(name) ?? SERVE_OPTIONS[name].otherwise;
  const isSet = (name: 'allow-private-webhooks' | 'hosted' | 'json') =>
    values[name] ?? yesOrNo(variableName(name), fromEnvironment(name, environment) ?? SERVE_OPTIONS[name].otherwise);
  const all = (name: 'license' | 'allow-origin' | 'allow-host') =>
    values[name] ?? fromEnvironment(name, environment)?.split(',') ?? [];
  /** What an error is about: the option, or its environment variable if that was set instead. */
  const what = (name: keyof typeof SERVE_OPTIONS) =>
    values[name] === undefined && fromEnvironment(name, environment) !== undefined ? variableName(name) : `--${name}`;
  const limit = (name: Limit) => integer(what(name), textOrDefault(name), MOST_OF_A_LIMIT, 1);
  const secret = (name: 'operator-token' | 'session-secret') =>
    secretText(what(name), text(name), SECRET_LENGTHS[name]);
  const hosted = () => ({
    operatorToken: secret('operator-token'),
    sessionSecret: secret('session-secret'),
    trustedProxies: integer(what('trust-proxy'), textOrDefault('trust-proxy'), MOST_PROXIES),
    requestsPerMinute: limit('requests-per-minute'),
    addressRequestsPerMinute: limit('requests-per-address'),
    accountsPerHour: limit('accounts-per-hour'),
    paymentsPerDay: limit('payments-per-day'),
  });
  const isHosted = isSet('hosted');
  // Somebody who protects a sandbox must not start an open one.
  const protection = isHosted ? undefined : HOSTED_ONLY.find((name) => text(name) !== undefined);
  if (protection) throw new UsageError(`${what(protection)}: needs --hosted.`);
  const store = storeUrl(what('store'), text('store'));
  if (isHosted && store && text('session-secret') === undefined) {
    throw new UsageError('--session-secret: needed with --hosted and --store, the same for all instances.');
  }
  if (!store && text('store-ca') !== undefined) throw new UsageError(`${what('store-ca')}: needs --store.`);
  for (const name of ['seed', 'allow-private-webhooks'] as const) {
    if (isHosted && (name === 'seed' ? text(name) !== undefined : isSet(name))) {
      throw new UsageError(`${what(name)}: not with --hosted, where it would be unsafe.`);
    }
  }
  const [publicUrl, docsUrl] = [text('public-url'), text('docs-url')];
  return {
    version: values.version ?? false,
    json: isSet('json'),
    logLevel: oneOf(what('log-level'), textOrDefault('log-level'), ['silent', 'warn', 'info']),
    port: integer(what('port'), textOrDefault('port'), 65_535),
    host: host(what('host'), textOrDefault('host')),
    publicUrl: publicUrl === undefined ? undefined : baseUrl(what('public-url'), publicUrl),
    docsUrl: docsUrl === undefined ? undefined : baseUrl(what('docs-url'), docsUrl),
    allowPrivateWebhooks: isSet('allow-private-webhooks'),
    allowHosts: all('allow-host').map((given) => hostName(what('allow-host'), given)),
    allowOrigins: all('allow-origin').map((given) => pageOrigin(what('allow-origin'), given)),
    webhookSecret: text('webhook-secret'),
    latency: range(what('latency'), textOrDefault('latency')),
    seed: text('seed'),
    storeUrl: store,
    storeCaFile: text('store-ca'),
    stateFile: text('state'),
    licenses: licenses(what('license'), all('license')),
    ...(isHosted && { hosted: hosted() }),
  };
}

/** The options of a hosted sandbox. */
const HOSTED_ONLY = [
  'operator-token',
  'session-secret',
  'trust-proxy',
  'requests-per-minute',
  'requests-per-address',
  'accounts-per-hour',
  'payments-per-day',
] as const satisfies (keyof typeof SERVE_OPTIONS)[];

const STORE_SCHEMES = ['redis:', 'rediss:', 'redis+cluster:', 'rediss+cluster:'];

function storeUrl(what: string, given: string | undefined): URL | undefined {
  if (given === undefined || given === SERVE_OPTIONS.store.otherwise) return undefined;
  const url = parseUrl(given);
  if (url && STORE_SCHEMES.includes(url.protocol) && url.hostname) return url;
  // Not what came: it may hold a password.
  throw new UsageError(`${what}: expected a URL such as redis://localhost:6379 or redis+cluster://localhost:6379.`);
}

/** More proxies are a mistake. */
const MOST_PROXIES = 10;

const MOST_OF_A_LIMIT = 1_000_000_000;

/** @throws {UsageError} when the text is too short for a secret */
function secretText(what: string, given: string | undefined, shortest: number): string | undefined {
  if (given === undefined || given.length >= shortest) return given;
  throw new UsageError(`${what}: expected at least ${shortest} characters, got ${given.length}.`);
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

function hostName(what: string, given: string): string {
  const name = readHost(given.trim());
  if (name !== undefined) return name;
  throw new UsageError(`${what}: expected ${EXPECTED_HOST}, got ${JSON.stringify(given)}.`);
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
      if (key && tokens && key.length <= MAXIMUM_LENGTHS.license_key) {
        return [key, integer(what, tokens, Number.MAX_SAFE_INTEGER)];
      }
      const most = `a KEY of at most ${MAXIMUM_LENGTHS.license_key} characters`;
      throw new UsageError(`${what}: expected KEY=TOKENS, with ${most}, got ${JSON.stringify(pair)}.`);
    }),
  );
}
