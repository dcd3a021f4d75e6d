import { type Assembly, assemble } from './assemble.js';
import type { SandboxControl } from './control/control.js';
import type { SandboxOptions } from './options.js';

/** A server that behaves like KGiTON. Each API key that starts with `kgiton_` has an account of its own. */
export interface Sandbox extends SandboxControl, AsyncDisposable {
  /** Responds to a request without a socket: a `fetch` for the SDK, and a handler for every web-standard server. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** Gives webhooks in flight a second to arrive, then aborts the rest. From then on, every request is refused. */
  close(): Promise<void>;
}

/**
 * Creates a sandbox without a socket.
 *
 * @throws {SandboxError} `invalid`, when the state is
 * @throws {TypeError} when one of `allowOrigins` is not an origin, or one of `allowHosts` no host name
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return sandboxOf(assemble(options));
}

/** The public side of an assembly. */
export function sandboxOf({ control, app, close }: Assembly): Sandbox {
  let isClosed = false;
  const end = async () => {
    isClosed = true;
    await close();
  };
  // Copies the descriptors, so that getters stay getters.
  return Object.defineProperties({} as Sandbox, {
    ...Object.getOwnPropertyDescriptors(control),
    fetch: {
      enumerable: true,
      async value(input: Request | URL | string, init?: RequestInit) {
        if (isClosed) throw new TypeError('The sandbox is closed.');
        return app.fetch(typeof input === 'object' && 'method' in input && !init ? input : new Request(input, init));
      },
    },
    close: { value: end, enumerable: true },
    [Symbol.asyncDispose]: { value: end },
  });
}
