import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AssemblyOptions } from './assemble.js';
import type { HostedOptions } from './hosted/options.js';
import { isLoopback } from './http/origins.js';
import type { SandboxOptions } from './options.js';
import { assembleInMemory, assembleWithStore, type Sandbox, type SharedSandbox } from './sandbox.js';
import { createServer } from './server/node-server.js';
import type { OpenStore } from './store/store.js';

export interface StartSandboxOptions extends SandboxOptions {
  /**
   * The port to listen on; 0 takes a free one.
   * @default 4020
   */
  port?: number | undefined;
  /**
   * The host to listen on. On another than loopback, others can use the sandbox, so it then sends no webhooks to private
   * networks unless `allowPrivateWebhooks` is set.
   * @default '127.0.0.1', which nobody else can reach
   */
  host?: string | undefined;
  /**
   * Whether webhooks may go to loopback, link-local and private networks although others can reach the sandbox.
   * @default false
   */
  allowPrivateWebhooks?: boolean | undefined;
  /**
   * Hosts the sandbox for many: an API key is the access to its account, rate limits apply, and webhooks go to public
   * addresses only.
   * @default none: whoever reaches the sandbox may use all of it
   */
  hosted?: HostedOptions | undefined;
}

/** Why a hosted sandbox refuses an option. */
const UNSAFE = {
  seed: 'a hosted sandbox needs ids that nobody can guess.',
  allowPrivateWebhooks: 'a hosted sandbox sends webhooks to public addresses only.',
};

interface Listening {
  /** The base URL, without a trailing slash. */
  url: string;
}

/** A sandbox that listens. */
export interface RunningSandbox extends Sandbox, Listening {}

/** A sandbox that listens, and whose state is in a store of its own. */
export interface RunningSharedSandbox extends SharedSandbox, Listening {}

/**
 * Starts a sandbox, by default on 127.0.0.1, which nobody else can reach.
 *
 * @throws {SandboxError} `invalid`, when the state is
 * @throws when the port is taken, the host is not one of this machine, one of `allowOrigins` is not an origin, or one of
 * `allowHosts` no host name
 */
export function startSandbox(options?: StartSandboxOptions): Promise<RunningSandbox>;
/**
 * Starts a sandbox whose state is in a store, which others may share. It has no `now`, `deliveries` and `requests`:
 * `currentTime`, `deliveriesOf` and `requestsOf` ask the store.
 *
 * @throws the same, and when the store cannot be opened
 * @throws {TypeError} with `seed` or `state`, which need a sandbox in memory
 */
export function startSandbox(options: StartSandboxOptions & { store: OpenStore }): Promise<RunningSharedSandbox>;
export async function startSandbox({
  port = 4020,
  host = '127.0.0.1',
  allowPrivateWebhooks = false,
  hosted,
  store,
  ...options
}: StartSandboxOptions & { store?: OpenStore } = {}): Promise<RunningSharedSandbox> {
  const alone = (['seed', 'state'] as const).find((name) => store && options[name] !== undefined);
  if (alone) throw new TypeError(`${alone}: a sandbox with a store of its own cannot start from it.`);
  const unsafe = hosted && (options.seed !== undefined ? 'seed' : allowPrivateWebhooks && 'allowPrivateWebhooks');
  if (unsafe) throw new TypeError(`${unsafe}: ${UNSAFE[unsafe]}`);
  const isPrivate = isLoopback(host);
  const isGuarded = (hosted || !isPrivate) && !allowPrivateWebhooks && !options.fetch;
  // Loaded on demand: most sandboxes start without it.
  const guard = isGuarded
    ? { fetch: (await import('./webhooks/public-network.js')).publicNetworkOnly({ isHosted: hosted !== undefined }) }
    : {};
  let url = '';
  const place = { origin: () => url || undefined, isPrivate };
  const guarding = hosted && (await import('./hosted/create-hosted.js'));
  const complete: AssemblyOptions = {
    ...options,
    ...guard,
    ...(guarding && { host: (guarded) => guarding.createHosted(hosted, guarded) }),
  };
  const { sandbox, assembly } = store
    ? await assembleWithStore(complete, store, place)
    : assembleInMemory(complete, place);
  const { server, drain } = createServer(assembly.route, assembly.app.fetch, assembly.origins, {
    admit: assembly.hosted?.admit,
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  url = urlOf(server.address() as AddressInfo);

  let closing: Promise<unknown> | undefined;
  const close = async () => {
    // At the same time: a request in flight may wait for webhooks, which end with the sandbox.
    closing ??= Promise.all([drain(), assembly.stop()]).then(() => sandbox.close());
    await closing;
  };
  return Object.defineProperties({} as RunningSharedSandbox, {
    // Copies the descriptors, so that getters stay getters.
    ...Object.getOwnPropertyDescriptors(sandbox),
    url: { value: url, enumerable: true },
    close: { value: close, enumerable: true },
    [Symbol.asyncDispose]: { value: close },
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  // Clients cannot connect to an unspecified address.
  const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[address] ?? (family === 'IPv6' ? `[${address}]` : address);
  return `http://${host}:${port}`;
}
