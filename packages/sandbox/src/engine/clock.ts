/** Time as the sandbox sees it: it runs with real time, can be moved forward, and calls back when moments come. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Moves forward. What falls due on the way is called back, in order, before this returns. */
  advance(milliseconds: number): void;
  /** Calls back once, when `moment` has come. Gives a function that prevents it. */
  at(moment: number, callback: () => void): () => void;
  /** The next moment that something is to be called back at. */
  next(): number | undefined;
  /** Forgets everything that was to be called back. */
  clear(): void;
}

interface Appointment {
  moment: number;
  callback: () => void;
}

/** Timers of JavaScript wait at most this long: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * @param start where time begins; now, unless given
 * @param frozen whether time moves only when it is told to, for runs that have to repeat exactly
 */
export function createClock({ start = Date.now(), frozen = false } = {}): Clock {
  const begun = Date.now();
  let offset = 0;
  let appointments: Appointment[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const now = () => start + offset + (frozen ? 0 : Date.now() - begun);

  /** Starts what is due up to `moment`, the earliest first, also what is added meanwhile. */
  function runDue(moment: number): void {
    for (;;) {
      const [next] = appointments.toSorted((a, b) => a.moment - b.moment);
      if (!next || next.moment > moment) break;
      appointments = appointments.filter((appointment) => appointment !== next);
      next.callback();
    }
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (frozen || appointments.length === 0) return;
    const earliest = Math.min(...appointments.map(({ moment }) => moment));
    timer = setTimeout(() => runDue(now()), Math.min(Math.max(earliest - now(), 0), LONGEST_TIMER));
    // A pending retry is no reason for a process to live on.
    if (typeof timer === 'object') timer.unref?.();
  }

  return {
    now,
    advance(milliseconds) {
      const target = now() + milliseconds;
      // Step by step, so that what happens on the way sees its own moment, not the end.
      for (;;) {
        const next = Math.min(...appointments.map(({ moment }) => moment));
        if (!(next <= target)) break;
        offset += Math.max(next - now(), 0);
        runDue(next);
      }
      offset += Math.max(target - now(), 0);
      arm();
    },
    at(moment, callback) {
      const appointment = { moment, callback };
      appointments.push(appointment);
      arm();
      return () => {
        appointments = appointments.filter((other) => other !== appointment);
      };
    },
    next: () => (appointments.length === 0 ? undefined : Math.min(...appointments.map(({ moment }) => moment))),
    clear() {
      appointments = [];
      clearTimeout(timer);
    },
  };
}
