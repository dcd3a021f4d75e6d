import { X509Certificate } from 'node:crypto';
import type { Server } from './server.js';

/** Options of {@link createRedisStore}. */
export interface RedisStoreOptions {
  /**
   * Redis 7.0 or later, or Valkey: `redis://user:password@host:6379/0`, `rediss:` for TLS; `redis+cluster:` or
   * `rediss+cluster:` for a node of a cluster, which names the others.
   */
  url: string;
  /**
   * The certificates of the authorities that sign those of the servers, in PEM form, for `rediss:` and `rediss+cluster:`.
   * @default those that Node.js trusts
   */
  ca?: string | undefined;
  /**
   * What all keys begin with, so that one server can hold several sandboxes.
   * @default 'kgiton-sandbox:'
   */
  prefix?: string | undefined;
  /**
   * Milliseconds after which an account that is not used is removed.
   * @default 7 days
   */
  idle?: number | undefined;
  /**
   * Milliseconds after which another sandbox takes over the webhooks of one that has died, from 100.
   * @default 15_000
   */
  lease?: number | undefined;
}

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** Below, a sandbox would be busy renewing; above, its webhooks would be lost for as long as it takes. */
const LEASES = { min: 100, max: 24 * 60 * 60 * 1000 };

const CLUSTER = '+cluster:';

const EXPECTED_URL =
  'url: expected a URL such as redis://localhost:6379, with redis:, rediss:, redis+cluster: or rediss+cluster:';

/**
 * The options with their defaults.
 *
 * @throws {TypeError} that names the option, what is expected and what came, but never a password
 */
export function checked({ url, ca, prefix = 'kgiton-sandbox:', idle = WEEK, lease = 15_000 }: RedisStoreOptions) {
  const server = serverOf(url, ca);
  // Braces would be another hash tag: that of all accounts, which a cluster would keep on one node.
  if (typeof prefix !== 'string' || /[{}]/.test(prefix)) {
    throw new TypeError(`prefix: expected a text without braces, got ${shown(prefix)}.`);
  }
  if (!Number.isSafeInteger(idle) || idle < 1) {
    throw new TypeError(`idle: expected a whole number of milliseconds from 1, got ${shown(idle)}.`);
  }
  const { min, max } = LEASES;
  if (!Number.isInteger(lease) || lease < min || lease > max) {
    const expected = `a whole number of milliseconds from ${min} to ${max}`;
    throw new TypeError(`lease: expected ${expected}, got ${shown(lease)}.`);
  }
  return { server, prefix, idle, lease };
}

function serverOf(given: unknown, ca: unknown): Server {
  const url = urlOf(given);
  const { protocol, host, username, password, pathname } = url;
  if (!/^rediss?(\+cluster)?:$/.test(protocol) || host === '' || !/^(\/\d*)?$/.test(pathname)) {
    throw new TypeError(`${EXPECTED_URL}, got ${withoutSecrets(url)}.`);
  }
  const name = `${protocol}//${host}`;
  const isCluster = protocol.endsWith(CLUSTER);
  if (isCluster && Number(pathname.slice(1)) > 0) {
    throw new TypeError(`url: expected no database, which a cluster does not have, got ${withoutSecrets(url)}.`);
  }
  const isTls = protocol.startsWith('rediss');
  if (ca !== undefined && !isCertificate(ca)) {
    const came = typeof ca === 'string' ? 'a text that is none' : shown(ca);
    throw new TypeError(`ca: expected a certificate in PEM form, got ${came}.`);
  }
  if (ca !== undefined && !isTls) throw new TypeError(`ca: expected a URL with rediss: beside it, got ${name}.`);
  try {
    const secrets = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
    return { url: url.href.replace(CLUSTER, ':'), name, isCluster, isTls, ca: ca as string | undefined, ...secrets };
  } catch {
    throw new TypeError('url: expected a user and a password with % written as %25, got a % that stands for nothing.');
  }
}

/** @throws {TypeError} when it is none, or has parts that mean nothing */
function urlOf(given: unknown): URL {
  if (typeof given !== 'string') throw new TypeError(`${EXPECTED_URL}, got ${shown(given)}.`);
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw new TypeError(`${EXPECTED_URL}, got a text that is no URL.`);
  }
  if (!url.search && !url.hash) return url;
  // What stands before may be a part of the password.
  throw new TypeError(`${EXPECTED_URL}, got one with ? or #, which a password has as %3F and %23.`);
}

function isCertificate(given: unknown): boolean {
  if (typeof given !== 'string') return false;
  try {
    return Boolean(new X509Certificate(given));
  } catch {
    return false;
  }
}

function withoutSecrets({ protocol, host, pathname }: URL): string {
  return shown(`${protocol}//${host}${pathname}`);
}

function shown(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  return typeof given === 'object' && given ? 'an object' : String(given);
}
