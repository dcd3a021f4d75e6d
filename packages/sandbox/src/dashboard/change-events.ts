import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Control } from '../control/control.js';
import { inTime } from '../wait.js';

/** Real milliseconds from one event to the next, at least: changes in between make one event. */
const QUIET = 200;

/** Real milliseconds after which a client learns that the sandbox is still there. */
const HEARTBEAT = 15_000;

/** Real milliseconds after which a client whose stream has ended connects again. */
const RETRY = 1_000;

/**
 * Streams server-sent events: `changed` at once, for what changed while the page was on its way, and then at each change,
 * until the client or the sandbox goes away. An event does not say what has changed; the client asks for the page again.
 */
export function streamChanges(context: Context, sandbox: Pick<Control, 'change'>, closing: AbortSignal): Response {
  const response = streamSSE(context, async (stream) => {
    const leaving = new AbortController();
    stream.onAbort(() => leaving.abort());
    const ended = AbortSignal.any([leaving.signal, closing]);
    while (!ended.aborted) {
      // Before the client knows: a change from here on is another one.
      const changed = sandbox.change(ended).then(() => true);
      // Waits until the client has taken what came before, so nothing piles up for one that does not read.
      await stream.writeSSE({ event: 'changed', data: 'changed', retry: RETRY });
      await delay(QUIET, undefined, { signal: ended }).catch(() => {});
      while (!(await inTime(HEARTBEAT, changed))) await stream.write(': the sandbox is still there\n\n');
    }
  });
  response.headers.set('cache-control', 'no-store');
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}
