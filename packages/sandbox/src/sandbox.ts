import { assemble } from './assemble.js';
import type { Simulation } from './control/control.js';
import type { SandboxOptions } from './options.js';
import { sandboxOf } from './sandbox-of.js';

/** A server that behaves like KGiTON. Each API key that starts with `kgiton_` is a world of its own. */
export interface Sandbox extends Simulation, AsyncDisposable {
  /** Answers a request, without any socket: a `fetch` for the SDK, and a handler for every web-standard server. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** Gives webhooks under way a second to arrive, then gives up what is left. From then on, every request is refused. */
  close(): Promise<void>;
}

/**
 * Makes a sandbox without a socket.
 *
 * @throws {TypeError} when one of `allowOrigins` is no origin
 */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return sandboxOf(assemble(options));
}
