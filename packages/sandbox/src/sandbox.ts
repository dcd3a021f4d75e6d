import { type Assembly, type AssemblyOptions, assemble } from './assemble.js';
import type { Control, SandboxControl } from './control/control.js';
import type { Place } from './http/origins.js';
import { createLog, type SandboxOptions } from './options.js';
import { licenseKeysWith } from './payments/license-keys.js';
import { createApp } from './server/app.js';
import { readState } from './state/read-state.js';
import { createMemoryStore } from './store/memory/create-memory-store.js';
import type { OpenStore } from './store/store.js';

/** A sandbox, wherever its state is. Each API key that starts with `kgiton_` has an account of its own. */
export interface SharedSandbox extends Control, AsyncDisposable {
  /** Responds to a request without a socket: a `fetch` for the SDK, and a handler for every web-standard server. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** Gives webhooks in flight a second to arrive, then aborts the rest. From then on, every request is refused. */
  close(): Promise<void>;
}

/** A server that behaves like KGiTON. It keeps its state in the memory of this process. */
export interface Sandbox extends SharedSandbox, SandboxControl {}

/**
 * Creates a sandbox without a socket.
 *
 * @throws {SandboxError} `invalid`, when the state is
 * @throws {TypeError} when one of `allowOrigins` is not an origin, or one of `allowHosts` no host name
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return assembleInMemory(options).sandbox;
}

/** A sandbox with its state in the memory of this process, with its parts. */
export function assembleInMemory(options: AssemblyOptions, place?: Place): { sandbox: Sandbox; assembly: Assembly } {
  const { warn } = createLog(options.logger);
  const start = options.state === undefined ? [] : readState(options.state);
  const store = createMemoryStore({ licenses: licenseKeysWith(options.licenses ?? {}), warn });
  const reservedIds = new Set(start.flatMap(({ payments }) => payments.map(({ paymentId }) => paymentId)));
  const load = (apiKey?: string) => {
    const meant = start.filter((account) => apiKey === undefined || account.apiKey === apiKey);
    store.restore(meant, assembly.time());
  };
  const assembly = assemble(options, store, { createApp, onReset: load, reservedIds }, place);
  load();
  const { view } = store;
  const sandbox: Sandbox = {
    ...sandboxOf(assembly),
    now: (apiKey) => assembly.time() + view.ahead(apiKey),
    get deliveries() {
      return view.deliveries();
    },
    get requests() {
      return view.requests();
    },
  };
  return { sandbox, assembly };
}

/** A sandbox whose state is in a store, with its parts. */
export async function assembleWithStore(
  options: AssemblyOptions,
  openStore: OpenStore,
  place?: Place,
): Promise<{ sandbox: SharedSandbox; assembly: Assembly }> {
  const { warn, onError } = createLog(options.logger);
  const store = await openStore({ licenses: licenseKeysWith(options.licenses ?? {}), warn, onError });
  try {
    const assembly = assemble(options, store, { createApp, onReset: () => {}, reservedIds: new Set() }, place);
    return { sandbox: sandboxOf(assembly), assembly };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The public side of an assembly. */
function sandboxOf({ control, app, close }: Assembly): SharedSandbox {
  let isClosed = false;
  const end = async () => {
    isClosed = true;
    await close();
  };
  return {
    ...control,
    async fetch(input, init) {
      if (isClosed) throw new TypeError('The sandbox is closed.');
      return app.fetch(typeof input === 'object' && 'method' in input && !init ? input : new Request(input, init));
    },
    close: end,
    [Symbol.asyncDispose]: end,
  };
}
