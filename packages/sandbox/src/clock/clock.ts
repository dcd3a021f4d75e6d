import TinyQueue from 'tinyqueue';

/** Time as a world of the sandbox sees it: it can be moved forward, and calls back when moments come. */
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
  /** None once it was prevented. */
  callback: (() => void) | undefined;
}

/** Timers of JavaScript wait at most this long: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html */
const LONGEST_TIMER = 2 ** 31 - 1;

/** So many prevented appointments are carried along at least, before they are cleared away. */
const FEW = 1_000;

/**
 * @param time milliseconds since 1970-01-01T00:00:00Z, before the clock was ever moved
 * @param isFrozen whether `time` stands still, so that appointments come by `advance` alone
 */
export function createClock(time: () => number, isFrozen: boolean): Clock {
  let ahead = 0;
  let queue = queueOf();
  let prevented = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let armedFor = Number.POSITIVE_INFINITY;

  const now = () => time() + ahead;

  function peek(): Appointment | undefined {
    for (;;) {
      const first = queue.peek();
      if (!first || first.callback) return first;
      queue.pop();
      prevented--;
    }
  }

  /** Starts what is due up to `moment`, the earliest first, also what is added meanwhile. */
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
    // A pending retry is no reason for a process to live on.
    if (typeof timer === 'object') timer.unref?.();
  }

  return {
    now,
    advance(milliseconds) {
      const target = now() + milliseconds;
      // Step by step, so that what happens on the way sees its own moment, not the end.
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
        prevented++;
        if (prevented > FEW && prevented * 2 > queue.length) {
          queue = queueOf(queue.data.filter((other) => other.callback));
          prevented = 0;
        }
      };
    },
    next: () => peek()?.moment,
    clear() {
      queue = queueOf();
      prevented = 0;
      arm();
    },
  };
}

function queueOf(appointments: Appointment[] = []): TinyQueue<Appointment> {
  return new TinyQueue(appointments, (a, b) => a.moment - b.moment);
}
