import TinyQueue from 'tinyqueue';

/** The time of one account: it can be moved forward, and calls back at scheduled moments. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Moves forward. Callbacks that fall due on the way run in order before this returns. */
  advance(milliseconds: number): void;
  /** Calls back once, at `moment`. Returns a function that cancels the callback. */
  at(moment: number, callback: () => void): () => void;
  /** The moment of the next callback. */
  next(): number | undefined;
  /** Cancels every callback. */
  clear(): void;
}

interface Appointment {
  moment: number;
  /** Undefined once it was cancelled. */
  callback: (() => void) | undefined;
}

/** The longest delay of a JavaScript timer: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Cancelled appointments stay in the queue until there are more than this. */
const MOST_CANCELLED = 1_000;

/**
 * @param time milliseconds since 1970-01-01T00:00:00Z, before the clock was ever moved
 * @param isFrozen whether `time` stands still, so that only `advance` reaches appointments
 */
export function createClock(time: () => number, isFrozen: boolean): Clock {
  let ahead = 0;
  let queue = queueOf();
  let cancelled = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let armedFor = Number.POSITIVE_INFINITY;

  const now = () => time() + ahead;

  function peek(): Appointment | undefined {
    for (;;) {
      const first = queue.peek();
      if (!first || first.callback) return first;
      queue.pop();
      cancelled--;
    }
  }

  /** Runs what is due up to `moment`, the earliest first, including what is added meanwhile. */
  function runDue(moment: number): void {
    for (let first = peek(); first && first.moment <= moment; first = peek()) {
      queue.pop();
      const { callback } = first;
      first.callback = undefined;
      callback?.();
    }
    arm();
  }

  function arm(): void {
    const moment = peek()?.moment ?? Number.POSITIVE_INFINITY;
    clearTimeout(timer);
    armedFor = moment;
    if (isFrozen || moment === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(() => runDue(now()), Math.min(Math.max(moment - now(), 0), LONGEST_TIMER));
    // A pending retry must not keep the process alive.
    if (typeof timer === 'object') timer.unref?.();
  }

  return {
    now,
    advance(milliseconds) {
      const target = now() + milliseconds;
      // Step by step, so that each callback sees its own moment, not the end.
      for (let first = peek(); first && first.moment <= target; first = peek()) {
        ahead += Math.max(first.moment - now(), 0);
        runDue(first.moment);
      }
      ahead += Math.max(target - now(), 0);
      arm();
    },
    at(moment, callback) {
      const appointment: Appointment = { moment, callback };
      queue.push(appointment);
      if (moment < armedFor) arm();
      return () => {
        if (!appointment.callback) return;
        appointment.callback = undefined;
        cancelled++;
        if (cancelled > MOST_CANCELLED && cancelled * 2 > queue.length) {
          queue = queueOf(queue.data.filter((other) => other.callback));
          cancelled = 0;
        }
      };
    },
    next: () => peek()?.moment,
    clear() {
      queue = queueOf();
      cancelled = 0;
      arm();
    },
  };
}

function queueOf(appointments: Appointment[] = []): TinyQueue<Appointment> {
  return new TinyQueue(appointments, (a, b) => a.moment - b.moment);
}
