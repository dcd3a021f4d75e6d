import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxControl } from '../control/control.js';

/** Real milliseconds from one event to the next, at least: what happens within is told once. */
const QUIET = 200;

/** Real milliseconds after which a client learns that the sandbox is still there. */
const HEARTBEAT = 15_000;

const encode = (event: string) => new TextEncoder().encode(event);
// An event without data would not be one. The client comes back a second after the sandbox has gone.
const changedEvent = encode('retry: 1000\nevent: changed\ndata: changed\n\n');
const heartbeat = encode(': the sandbox is still there\n\n');

/**
 * A stream of server-sent events: `changed` at once, for what changed while the page was under way, and then at each
 * change, until the client or the sandbox goes away. It says nothing of what has changed; the page is asked for that.
 */
export function changeEvents(
  simulation: Pick<SandboxControl, 'change'>,
  closing: AbortSignal,
): ReadableStream<Uint8Array> {
  const leaving = new AbortController();
  const ended = AbortSignal.any([leaving.signal, closing]);
  let changed = Promise.resolve();
  let rested = Promise.resolve();
  return new ReadableStream({
    // Asked for when the client has taken what came before, so nothing piles up for one that does not read.
    async pull(controller) {
      await rested;
      const patience = new AbortController();
      const event = await Promise.race([
        changed.then(() => changedEvent),
        delay(HEARTBEAT, heartbeat, { signal: patience.signal }),
      ]);
      patience.abort();
      if (leaving.signal.aborted) return;
      if (closing.aborted) return controller.close();
      // Before the client is told: a change from here on is another one.
      if (event === changedEvent) changed = simulation.change(ended);
      controller.enqueue(event);
      rested = delay(QUIET, undefined, { signal: ended }).catch(() => undefined);
    },
    cancel: () => leaving.abort(),
  });
}
