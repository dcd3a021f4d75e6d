import { type Assembly, assemble } from './assemble.js';
import type { SandboxControl } from './control/control.js';
import type { Place } from './http/origins.js';
import { createLog, type SandboxOptions } from './options.js';
import { licenseKeysWith } from './payments/license-keys.js';
import { createMemoryStore } from './store/memory/create-memory-store.js';

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
 * @throws {TypeError} when one of `allowOrigins` is not an origin, or one of `allowHosts` no host name
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return assembleInMemory(options).sandbox;
}

/** A sandbox that keeps its state in the memory of this process, with its parts. */
export function assembleInMemory(options: SandboxOptions, place?: Place): { sandbox: Sandbox; assembly: Assembly } {
  const { warn } = createLog(options.logger);
  const store = createMemoryStore({ licenses: licenseKeysWith(options.licenses ?? {}), warn });
  const assembly = assemble(options, store, place);
  const { control, app, time, close } = assembly;
  const { view } = store;
  let isClosed = false;
  const end = async () => {
    isClosed = true;
    await close();
  };
  const sandbox: Sandbox = {
    ...control,
    now: (apiKey) => time() + view.ahead(apiKey),
    get deliveries() {
      return view.deliveries();
    },
    get requests() {
      return view.requests();
    },
    async fetch(input, init) {
      if (isClosed) throw new TypeError('The sandbox is closed.');
      return app.fetch(typeof input === 'object' && 'method' in input && !init ? input : new Request(input, init));
    },
    close: end,
    [Symbol.asyncDispose]: end,
  };
  return { sandbox, assembly };
}
