import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { SandboxOptions } from './options.js';
import { createSandbox, type Sandbox } from './sandbox.js';

export interface StartSandboxOptions extends SandboxOptions {
  /**
   * The port to listen on; 0 takes a free one.
   * @default 4020
   */
  port?: number | undefined;
}

/** A sandbox that listens. */
export interface RunningSandbox extends Sandbox, AsyncDisposable {
  /** The base URL, without a slash at its end. */
  url: string;
}

/**
 * Starts a sandbox on 127.0.0.1, which nobody else can reach.
 *
 * @throws when the port is taken
 */
export async function startSandbox({ port = 4020, ...options }: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const sandbox = createSandbox(options);
  const server = createAdaptorServer({
    fetch: (request) => sandbox.fetch(request),
    // A sandbox in a test runner leaves the Request and Response of that process alone.
    overrideGlobalObjects: false,
    serverOptions: { headersTimeout: 10_000, requestTimeout: 30_000 },
  }) as Server;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;

  async function close(): Promise<void> {
    await sandbox.close();
    server.close();
    server.closeIdleConnections();
    // Whoever still sends or reads is given a moment.
    const impatience = setTimeout(() => server.closeAllConnections(), 1_000);
    await once(server, 'close');
    clearTimeout(impatience);
  }

  // The getters of the sandbox stay getters.
  return Object.defineProperties({} as RunningSandbox, {
    ...Object.getOwnPropertyDescriptors(sandbox),
    url: { value: `http://127.0.0.1:${taken}`, enumerable: true },
    close: { value: close, enumerable: true },
    [Symbol.asyncDispose]: { value: close },
  });
}
