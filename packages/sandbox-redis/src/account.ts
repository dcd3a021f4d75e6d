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
  /** What a script lists, of an account or of all, from the oldest to the newest. */
  list<Item>(
    name: ScriptName,
    apiKeys: readonly string[],
    itemOf: (reply: Reply) => Item,
    ...args: Argument[]
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

export function createAccounts({ connection, keys, licenses, idle, lease }: AccountsOptions): Accounts {
  const { client } = connection;
  const seeds = JSON.stringify(licenses.map(({ key, state, tokens }) => ({ key, state, tokens })));

  const run: Accounts['run'] = (name, apiKey, ...args) =>
    connection.run(name, keys.of(apiKey), [apiKey, keys.changes, idle, lease, ...args].map(String));

  async function open(apiKey: string): Promise<void> {
    // Listed before it is there: whatever is killed in between, no account is hidden.
    await client.zAdd(
      keys.accounts,
      { score: performance.timeOrigin + performance.now(), value: apiKey },
      { condition: 'NX' },
    );
    await run('open', apiKey, (await client.get(keys.ahead)) ?? 0, seeds);
  }

  const isOpen = async (apiKey: string) => Boolean(await client.hExists(keys.meta(apiKey), 'ahead'));

  return {
    run,
    async runOpen(name, apiKey, ...args) {
      for (;;) {
        const [outcome, ...rest] = (await run(name, apiKey, ...args)) as Reply[];
        if (outcome !== 'closed') return [outcome as Reply, ...rest];
        await open(apiKey);
      }
    },
    open,
    isOpen,
    async apiKeys() {
      const listed = await client.zRangeWithScores(keys.accounts, 0, -1);
      const isThere = await Promise.all(listed.map(({ value }) => isOpen(value)));
      const gone = listed.filter(({ score }, index) => !isThere[index] && Date.now() - score > OPENING);
      if (gone.length > 0) {
        const values = gone.map(({ value }) => value);
        await client.zRem(keys.accounts, values);
        await client.zRem(keys.looks, values);
      }
      return listed.flatMap(({ value }, index) => (isThere[index] ? value : []));
    },
    async list(name, apiKeys, itemOf, ...args) {
      const replies = await Promise.all(apiKeys.map((apiKey) => run(name, apiKey, ...args)));
      return (replies as Reply[][])
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
