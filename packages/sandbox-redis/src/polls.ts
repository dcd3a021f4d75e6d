import type { Connection, Reply } from './connection.js';
import type { Keys } from './keys.js';

/** An account to poll. */
export interface Poll {
  apiKey: string;
  moment: number;
  /** Changes whenever somebody asks for a poll. */
  version: string;
}

/**
 * The schedule of polls: when a process has to check which account for due deliveries. The schedule is not under the hash
 * tag of an account, so a poll may find nothing. It is never missing: it is requested before a delivery is scheduled or
 * claimed, and stays until a process has polled.
 */
export interface Polls {
  /** Before a script that may schedule or claim something. */
  request(apiKey: string): Promise<void>;
  /** After it: the moment that the script returned, if there is one. */
  after(apiKey: string, moment: Reply | undefined): Promise<void>;
  /** The accounts to poll up to `time`, at most twenty. */
  due(time: number): Promise<Poll[]>;
  /** The first moment of all. */
  first(): Promise<number | undefined>;
  /** After a poll: the moment that the script returned. */
  done(poll: Poll, moment: Reply | undefined): Promise<void>;
}

/** The moment of an account to which something is being added. */
const REQUESTED = 0;

/** Milliseconds after which the process that requested a poll has either written its delivery or died. */
const GRACE_PERIOD = 5_000;

const AT_ONCE = 20;

export function createPolls(connection: Connection, keys: Keys): Polls {
  const run = (...args: (string | number)[]) => connection.run('polls', keys.polls, args.map(String));
  return {
    async request(apiKey) {
      await run('lower', apiKey, REQUESTED);
    },
    async after(apiKey, moment) {
      if (moment) await run('lower', apiKey, moment as string);
    },
    async due(time) {
      const parts = (await run('due', time, AT_ONCE)) as string[];
      return Array.from({ length: parts.length / 3 }, (_, index) => {
        const [apiKey, moment, version] = parts.slice(3 * index, 3 * index + 3) as [string, string, string];
        return { apiKey, moment: Number(moment), version };
      });
    },
    async first() {
      const [first] = await connection.client.zRangeWithScores(keys.polls[0] as string, 0, 0);
      return first?.score;
    },
    async done({ apiKey, moment: found, version }, moment) {
      const soon = found === REQUESTED ? Date.now() + GRACE_PERIOD : Number.POSITIVE_INFINITY;
      const next = Math.min(moment ? Number(moment) : Number.POSITIVE_INFINITY, soon);
      await run('done', apiKey, version, Number.isFinite(next) ? next : '');
    },
  };
}
