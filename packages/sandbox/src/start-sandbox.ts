import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { assemble } from './assemble.js';
import type { SandboxOptions } from './options.js';
import type { Sandbox } from './sandbox.js';
import { sandboxOf } from './sandbox-of.js';
import { isLoopback } from './server/origin.js';
import { createServer } from './server/server.js';

export interface StartSandboxOptions extends SandboxOptions {
  /**
   * The port to listen on; 0 takes a free one.
   * @default 4020
   */
  port?: number | undefined;
  /**
   * The host to listen on. On another than loopback others can use the sandbox, so it sends no webhooks to private
   * networks then, unless `allowPrivateWebhooks` is set.
   * @default '127.0.0.1', which nobody else can reach
   */
  host?: string | undefined;
  /**
   * Whether webhooks go to loopback, link-local and private networks although others can reach the sandbox.
   * @default false
   */
  allowPrivateWebhooks?: boolean | undefined;
}

/** A sandbox that listens. */
export interface RunningSandbox extends Sandbox {
  /** The base URL, without a slash at its end. */
  url: string;
}

/**
 * Starts a sandbox, by default on 127.0.0.1, which nobody else can reach.
 *
 * @throws when the port is taken, the host is none of this machine's, or one of `allowOrigins` is no origin
 */
export async function startSandbox({
  port = 4020,
  host = '127.0.0.1',
  allowPrivateWebhooks = false,
  ...options
}: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const isPrivate = isLoopback(host);
  const isGuarded = !isPrivate && !allowPrivateWebhooks && !options.fetch;
  // Loaded when it is needed: most sandboxes start without it.
  const guard = isGuarded ? { fetch: (await import('./webhooks/public-network.js')).publicNetworkOnly() } : {};
  let url = '';
  const assembly = assemble({ ...options, ...guard }, { origin: () => url || undefined, isPrivate });
  const sandbox = sandboxOf(assembly);
  const { server, drain } = createServer(assembly.generate, (request) => sandbox.fetch(request));
  server.listen(port, host);
  await once(server, 'listening');
  url = urlOf(server.address() as AddressInfo);

  let closing: Promise<unknown> | undefined;
  const close = async () => {
    // At the same time: a request under way may wait for webhooks, which end with the sandbox.
    closing ??= Promise.all([drain(), assembly.close()]).then(() => sandbox.close());
    await closing;
  };
  return Object.defineProperties({} as RunningSandbox, {
    // The getters of the sandbox stay getters.
    ...Object.getOwnPropertyDescriptors(sandbox),
    url: { value: url, enumerable: true },
    close: { value: close, enumerable: true },
    [Symbol.asyncDispose]: { value: close },
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  // An address that stands for all of them is none to connect to.
  const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[address] ?? (family === 'IPv6' ? `[${address}]` : address);
  return `http://${host}:${port}`;
}
