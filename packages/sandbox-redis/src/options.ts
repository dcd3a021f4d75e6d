/** Options of {@link createRedisStore}. */
export interface RedisStoreOptions {
  /** Redis 7.0 or later, or Valkey: such as `redis://user:password@host:6379/0`, or `rediss:` for TLS. */
  url: string;
  /**
   * Whether the URL is that of a node of a cluster.
   * @default false
   */
  cluster?: boolean | undefined;
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
const LEASES = { least: 100, most: 24 * 60 * 60 * 1000 };

/**
 * The options with their defaults.
 *
 * @throws {TypeError} that names the option, what is expected and what came, but never a password
 */
export function checked(options: RedisStoreOptions) {
  const { url, cluster = false, prefix = 'kgiton-sandbox:', idle = WEEK, lease = 15_000 } = options;
  if (!isUrl(url)) {
    const expected = 'a redis: or rediss: URL such as redis://localhost:6379';
    throw new TypeError(`url: expected ${expected}, got ${withoutSecrets(url)}.`);
  }
  if (typeof cluster !== 'boolean') throw new TypeError(`cluster: expected true or false, got ${shown(cluster)}.`);
  // Braces would be another hash tag, and take the keys of an account apart.
  if (typeof prefix !== 'string' || /[{}]/.test(prefix)) {
    throw new TypeError(`prefix: expected a text without braces, got ${shown(prefix)}.`);
  }
  if (!Number.isSafeInteger(idle) || idle < 1) {
    throw new TypeError(`idle: expected a whole number of milliseconds from 1, got ${shown(idle)}.`);
  }
  const { least, most } = LEASES;
  if (!Number.isInteger(lease) || lease < least || lease > most) {
    const expected = `a whole number of milliseconds from ${least} to ${most}`;
    throw new TypeError(`lease: expected ${expected}, got ${shown(lease)}.`);
  }
  return { url, cluster, prefix, idle, lease };
}

function isUrl(given: unknown): boolean {
  if (typeof given !== 'string' || !URL.canParse(given)) return false;
  const { protocol, hostname, pathname } = new URL(given);
  return /^rediss?:$/.test(protocol) && hostname !== '' && /^(\/\d*)?$/.test(pathname);
}

function withoutSecrets(given: unknown): string {
  if (typeof given !== 'string') return shown(given);
  if (!URL.canParse(given)) return 'a text that is no URL';
  const { protocol, host, pathname } = new URL(given);
  return shown(`${protocol}//${host}${pathname}`);
}

function shown(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  return typeof given === 'object' && given ? 'an object' : String(given);
}
