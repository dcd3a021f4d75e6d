import { setTimeout as delay } from 'node:timers/promises';
import { withinLimits } from '../../wait.js';
import { reasonOf, type Send } from '../../webhooks/send.js';
import { UsageError } from '../options.js';
import { beginningOf, printable } from './exchange.js';

/** The ids that a handler may have counted a payment by. */
export interface CountedIds {
  paymentId: string;
  transactionId: string;
}

/** How often the partner's system has counted a payment. */
export type Count = (ids: CountedIds) => Promise<number>;

const TIMEOUT = 30_000;

const EXPECTED = '--probe: expected status 200 and a whole number, or {"count": N}';

/**
 * Asks the partner's system, with a GET. `{payment_id}` and `{transaction_id}` in the URL stand for the ids; without
 * either, both are appended as query parameters.
 */
export function countAt(url: string, send: Send): Count {
  return async ({ paymentId, transactionId }) => {
    const ids = Object.entries({ payment_id: paymentId, transaction_id: transactionId });
    let address = url;
    for (const [name, id] of ids) address = address.replaceAll(`{${name}}`, encodeURIComponent(id));
    const target = new URL(address);
    if (address === url) for (const [name, id] of ids) target.searchParams.append(name, id);
    const { status, text } = await withinLimits({ milliseconds: TIMEOUT }, async (signal) => {
      const response = await send(new Request(target, { signal }));
      return { status: response.status, text: await beginningOf(response) };
    }).catch((error: unknown) => {
      throw new UsageError(`${EXPECTED}, got no response (${printable(reasonOf(error))}).`);
    });
    if (status !== 200) throw new UsageError(`${EXPECTED}, got status ${status}.`);
    const count = countIn(text);
    if (count === undefined) throw new UsageError(`${EXPECTED}, got "${printable(text.slice(0, 80))}".`);
    return count;
  };
}

function countIn(text: string): number | undefined {
  try {
    const given = JSON.parse(text);
    const count = typeof given === 'number' ? given : given?.count;
    return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
  } catch {
    return undefined;
  }
}

/** Real milliseconds between two questions for the first count. */
const INTERVAL = 20;

/** The counts around a case. */
export interface Counts {
  countedBefore: number;
  /** How many payments were counted meanwhile. */
  counted?: number;
  /** Why the partner's system returned none. */
  countError?: string;
}

/**
 * Asks for the counts before and after each case. A handler may process payments in a queue: after the first, it waits
 * until the payment is counted, for so many milliseconds at most, and from then on always twice as long as that took.
 */
export function createCounter(count: Count, transactionId: string, timeout: number) {
  let pause: number | undefined;

  async function settled(ids: CountedIds, before: number): Promise<number> {
    if (pause === undefined) {
      const begun = performance.now();
      let wait = 0;
      pause = 0;
      while ((await count(ids)) === before) {
        // It is not counted at all, and waiting for the others would not help.
        if (performance.now() - begun >= timeout) return before;
        await delay(INTERVAL);
        wait = 2 * (performance.now() - begun);
      }
      pause = wait;
    }
    await delay(pause);
    return count(ids);
  }

  return {
    /** @throws {UsageError} when the partner's system returns none */
    async before({ paymentId }: { paymentId: string }) {
      const ids = { paymentId, transactionId };
      return { ids, countedBefore: await count(ids) };
    },
    async after(
      { ids, countedBefore }: { ids: CountedIds; countedBefore: number },
      isAcknowledged: boolean,
    ): Promise<Counts> {
      try {
        const after = isAcknowledged ? await settled(ids, countedBefore) : await count(ids);
        return { countedBefore, counted: after - countedBefore };
      } catch (error) {
        return { countedBefore, countError: (error as Error).message };
      }
    },
  };
}
