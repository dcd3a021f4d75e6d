import type { StoreContext } from '@kgiton/sandbox/store';
import type { Connection, Reply, ScriptName } from './connection.js';
import type { Keys } from './keys.js';

/** What a script is called with. */
export type Argument = string | number;

/** Runs scripts on accounts. */
export interface Accounts {
  run(name: ScriptName, apiKey: string, ...args: Argument[]): Promise<Reply>;
  /** Runs a script that writes to an account, which begins with it. The reply is what follows its first text. */
  runOpen(name: ScriptName, apiKey: string, ...args: Argument[]): Promise<Reply[]>;
  open(apiKey: string): Promise<void>;
  isOpen(apiKey: string): Promise<boolean>;
  /** The API keys that have an account, the oldest first. */
  apiKeys(): Promise<string[]>;
  /** Some of them, chosen at random; all if there are no more than `max`. */
  some(max: number): Promise<string[]>;
  /** The API key of the only account; undefined if there are none or several. */
  singleApiKey(): Promise<string | undefined>;
  /** What a script lists of accounts, from the oldest to the newest; with a limit, the newest ones of each. */
  list<Item>(
    name: 'payments' | 'deliveries' | 'requests',
    apiKeys: readonly string[],
    itemOf: (reply: Reply) => Item,
    limit?: number,
  ): Promise<Item[]>;
}

export interface AccountsOptions {
  connection: Connection;
  keys: Keys;
  licenses: StoreContext['licenses'];
  /** Milliseconds after which an account that is not used is removed. */
  idle: number;
  /** Milliseconds after which the claims of a process that has died are given back. */
  lease: number;
}

/** Real milliseconds for which an account may be listed before it is there. */
const OPENING = 60_000;

/** How many accounts to read when asking whether there is exactly one. */
const FEW = 5;

/** How many accounts are taken off the list at once: Lua accepts only a few thousand arguments. */
const MAX_UNLISTED = 1_000;

/** The most entries that one script lists, so that other accounts do not wait for it. */
const PAGE = 100;

/** The most scripts in flight at the same time. */
export const AT_ONCE = 100;

/** Processes many items, a part at a time, because a command that waits in a queue for long fails. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(act))));
  }
  return results;
}

export function createAccounts({ connection, keys, licenses, idle, lease }: AccountsOptions): Accounts {
  const { client } = connection;
  const seeds = JSON.stringify(licenses.map(({ key, state, tokens }) => ({ key, state, tokens })));

  const run: Accounts['run'] = (name, apiKey, ...args) =>
    connection.run(name, keys.of(apiKey), [apiKey, keys.changes, idle, lease, ...args].map(String));

  async function begin(apiKey: string): Promise<void> {
    const entry = { score: performance.timeOrigin + performance.now(), value: apiKey };
    // The account is listed before it exists, so a process that is killed in between hides no account.
    await Promise.all([client.zAdd(keys.accounts, entry), client.hIncrBy(keys.counts, apiKey, 0)]);
    await run('open', apiKey, (await client.get(keys.clockOffset)) ?? 0, seeds);
    // A reset at the same time may have taken it off the list.
    await client.zAdd(keys.accounts, entry, { condition: 'NX' });
  }

  /** What a script lists of an account, page by page, the newest first: entries, each with its order. */
  async function pages(name: ScriptName, apiKey: string, limit = Number.POSITIVE_INFINITY): Promise<Reply[]> {
    const all: Reply[] = [];
    let from = '+inf';
    for (let left = limit; left > 0; left = limit - all.length / 2) {
      const [isMore, ...entries] = (await run(name, apiKey, from, Math.min(left, PAGE))) as Reply[];
      all.push(...entries);
      if (!isMore) break;
      from = `(${all.at(-1)}`;
    }
    return all;
  }

  const isOpen = async (apiKey: string) => Boolean(await client.hExists(keys.meta(apiKey), 'ahead'));

  /** Which of listed accounts are there. Those that are gone are listed no longer. */
  async function thereOf(listed: readonly { value: string; score: number }[]): Promise<string[]> {
    const isThere = await inTurn(listed, ({ value }) => isOpen(value));
    const gone = listed
      .filter(({ score }, index) => !isThere[index] && Date.now() - score > OPENING)
      .slice(0, MAX_UNLISTED);
    const found = gone.flatMap(({ value, score }) => [value, String(score)]);
    if (found.length > 0) {
      await connection.run('unlist', [keys.accounts], found);
      await client.hDel(
        keys.counts,
        gone.map(({ value }) => value),
      );
    }
    return listed.flatMap(({ value }, index) => (isThere[index] ? value : []));
  }

  return {
    run,
    async runOpen(name, apiKey, ...args) {
      for (;;) {
        const [outcome, ...rest] = (await run(name, apiKey, ...args)) as Reply[];
        if (outcome !== 'closed') return [outcome as Reply, ...rest];
        await begin(apiKey);
      }
    },
    async open(apiKey) {
      if (!(await isOpen(apiKey))) await begin(apiKey);
    },
    isOpen,
    apiKeys: async () => thereOf(await client.zRangeWithScores(keys.accounts, 0, -1)),
    some: async (max) => thereOf(await client.ZRANDMEMBER_COUNT_WITHSCORES(keys.accounts, max)),
    async singleApiKey() {
      const listed = await client.zRange(keys.accounts, 0, FEW - 1);
      const there = await inTurn(listed, isOpen);
      const open = listed.filter((_, index) => there[index]);
      if (open.length < 2 && listed.length === FEW) open.push(...(await this.apiKeys()));
      const [first, another] = new Set(open);
      return another === undefined ? first : undefined;
    },
    async list(name, apiKeys, itemOf, limit) {
      const replies = await inTurn(apiKeys, (apiKey) =>
        name === 'requests' ? (run(name, apiKey) as Promise<Reply[]>) : pages(name, apiKey, limit),
      );
      return replies
        .flatMap((reply) =>
          Array.from({ length: reply.length / 2 }, (_, index) => ({
            item: itemOf(reply[2 * index] as Reply),
            order: Number(reply[2 * index + 1]),
          })),
        )
        .sort((one, other) => one.order - other.order)
        .map(({ item }) => item);
    },
  };
}
