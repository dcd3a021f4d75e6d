import { ReconnectStrategyError, TimeoutError } from '@redis/client';

/** A server, or a node of a cluster. */
export interface Server {
  /** With `redis:` or `rediss:`, as the client takes it. */
  url: string;
  /** Without user and password. */
  name: string;
  isCluster: boolean;
  isTls: boolean;
  /** Certificates in PEM form, instead of those that Node.js trusts. */
  ca: string | undefined;
  /** Empty for none. */
  username: string;
  /** Empty for none. */
  password: string;
}

/** Real milliseconds until a command fails that cannot be sent, because the connection is interrupted. */
export const COMMAND_TIMEOUT = 5_000;

/**
 * The same error, which shows no user and no password any more: a server that does not know a command may repeat it, and
 * old ones do not know the one that the client begins with.
 */
export function concealed<Thrown>(thrown: Thrown, server: Pick<Server, 'username' | 'password'>): Thrown {
  if (!(thrown instanceof Error)) return thrown;
  for (const secret of [server.password, server.username]) {
    // Whoever has no name is called so: a word like any other.
    if (secret === '' || secret === 'default') continue;
    const { message, stack = '' } = thrown;
    thrown.message = message.replaceAll(secret, '***');
    thrown.stack = stack.replace(message, () => thrown.message);
  }
  concealed(thrown.cause, server);
  return thrown;
}

/** The message of a client error; its code or name if the message is empty. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof TimeoutError) return `a command could not be sent for ${COMMAND_TIMEOUT / 1000} seconds`;
  const { message, code, name } = thrown as NodeJS.ErrnoException;
  return message || code || name;
}

/** The first version that has what the scripts use. Valkey says that it is compatible with one. */
const OLDEST = 7;

const EXPECTED = `expected Redis ${OLDEST}.0 or later, or Valkey`;

/** What to do about an error on connecting: what its code or its message says, and whether it was to a server with TLS. */
const REMEDIES: readonly [says: RegExp, remedy: string, isTls?: boolean][] = [
  [/SELF_SIGNED|UNABLE_TO_/, 'name the certificate of its authority with ca (--store-ca)', true],
  [/WRONG_VERSION_NUMBER|Connection timeout/, 'if it does not use TLS, begin the URL with redis', true],
  [/Socket closed|ECONNRESET/, 'if it uses TLS, begin the URL with rediss', false],
  [/cluster support disabled/, 'it is no cluster: leave +cluster out of the URL'],
  [/^\w* (NOAUTH|WRONGPASS)/, 'check user and password of the URL'],
  [/unknown command/, `${EXPECTED}: upgrade it, or name another one`],
];

/** Why a server cannot be used, and what to do. */
export function unusable(thrown: unknown, server: Server): Error {
  const cause = concealed(thrown instanceof ReconnectStrategyError ? thrown.originalError : thrown, server) as Error;
  const reason = reasonOf(cause);
  const said = `${(cause as NodeJS.ErrnoException).code ?? ''} ${reason}`;
  const [, remedy] =
    REMEDIES.find(([says, , isTls]) => says.test(said) && (isTls === undefined || isTls === server.isTls)) ?? [];
  return new Error(`cannot use ${server.name}: ${reason}${remedy ? `; ${remedy}` : ''}`, { cause });
}

/**
 * Checks what a server says of itself in `INFO server`.
 *
 * @throws {Error} when it is too old, or a node of a cluster that is used like a server alone
 */
export function checkServer(about: string, isCluster: boolean): void {
  const [, version = ''] = /^redis_version:(\S+)/m.exec(about) ?? [];
  if (Number.parseInt(version, 10) < OLDEST) {
    throw new Error(`${EXPECTED}, got Redis ${version}: upgrade it, or name another one`);
  }
  if (!isCluster && /^(redis|server)_mode:cluster\b/m.test(about)) {
    throw new Error('it is a node of a cluster: begin the URL with redis+cluster: or rediss+cluster:');
  }
}
