import type { Claim, NewDelivery, Store } from '@kgiton/sandbox/store';
import fc from 'fast-check';
import { delivery, type payment } from '../../../test/support/store-conformance/index.js';
import { LICENSE } from './store-setup.js';

const START = 1_000;

/** Moments that differ by other distances than the clocks, so that no two deliveries are due at the same time. */
const momentOf = (number: number) => START + number * 1_009;
const DISTANCE = 1_000_003;

interface Step {
  does: (typeof ACTIONS)[number];
  apiKey: string;
  /** A transaction id. */
  id: string;
  /** Which of several things. */
  which: number;
}

const ACTIONS = [
  'insert',
  'insert',
  'pay',
  'pay',
  'expire',
  'fail',
  'set license',
  'set fault',
  'clear fault',
  'take request fault',
  'claim',
  'claim',
  'claim again',
  'settle',
  'settle',
  'release',
  'advance target',
  'advance clock',
  'advance clock',
  'reset',
  'read',
] as const;

export const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(...ACTIONS),
  apiKey: fc.constantFrom('kgiton_a', 'kgiton_{b}'),
  id: fc.integer({ min: 1, max: 8 }).map((number) => `TRX-${number}`),
  which: fc.nat(11),
});

const FAULTS = [
  { kind: 'never' },
  { kind: 'delayed', seconds: 0.1, times: 2 },
  { kind: 'duplicate', times: 1 },
  { kind: 'hang' },
  { kind: 'rate-limit', seconds: 3, times: 2 },
] as const;

interface Made {
  number: number;
  record: ReturnType<typeof payment>;
}

async function everythingDue(store: Store, time: number): Promise<Claim[]> {
  const claim = await store.claim(time);
  return claim ? [claim, ...(await everythingDue(store, time))] : [];
}

/** Plays steps on a store. Returns what they resolve with, without what differs from store to store. */
export function createPlayer(store: Store) {
  let claims: Claim[] = [];
  let ahead = 0;
  const shown = ({ token, ...claim }: Claim) => claim;
  const hold = (claim: Claim | undefined) => {
    if (claim) claims.push(claim);
    // The delivery in memory goes on changing.
    return claim && structuredClone(shown(claim));
  };

  return async ({ does, apiKey, id, which }: Step, { number, record }: Made): Promise<unknown> => {
    const moment = momentOf(number);
    const claim = claims[which % Math.max(claims.length, 1)];
    const paid = await store.findByTransaction(apiKey, id);
    switch (does) {
      case 'insert':
        return store.insert({ ...record, expiresAt: 50_000 }, which === 0 ? 'FEW' : LICENSE);
      case 'pay': {
        if (!paid) return store.pay(apiKey, 'PAY-UNKNOWN', moment, undefined);
        const set = await store.fault(paid);
        const fault = set && ({ kind: set.kind, ...(set.seconds && { seconds: set.seconds }) } as NewDelivery['fault']);
        const due = which === 1 ? undefined : moment;
        const webhook = delivery(paid, {
          nextAttemptAt: due,
          state: due ? 'pending' : 'withheld',
          ...(fault && { fault }),
        });
        return store.pay(apiKey, paid.paymentId, moment, which < 9 ? webhook : undefined);
      }
      case 'expire':
      case 'fail':
        return store[does](apiKey, paid?.paymentId ?? 'PAY-UNKNOWN', moment);
      case 'set license':
        return store.setLicense(apiKey, { key: which % 2 ? 'FEW' : LICENSE, tokens: which % 3 ? which : undefined });
      case 'set fault':
        return store.setFault(apiKey, which % 3 ? id : undefined, FAULTS[which % FAULTS.length] as never);
      case 'clear fault':
        return store.clearFault(apiKey, which % 3 ? id : undefined, which % 2 ? 'never' : undefined);
      case 'take request fault':
        return store.takeRequestFault(apiKey, id);
      case 'claim': {
        // Of an account, the first is claimed first; whose it is, is up to the store.
        const found = await everythingDue(store, momentOf(number + which));
        return found.sort((one, other) => one.delivery.apiKey.localeCompare(other.delivery.apiKey)).map(hold);
      }
      case 'claim again':
        return paid && hold(await store.claimRedelivery(delivery(paid).id));
      case 'settle':
      case 'release': {
        if (!claim) return undefined;
        claims = claims.filter((other) => other !== claim);
        if (does === 'release') return store.release(claim);
        const isAcknowledged = which % 3 === 0;
        const attempts = [{ at: moment, reason: 'schedule', status: isAcknowledged ? 200 : 500, duration: 1 } as const];
        return store.settle(claim, {
          attempts,
          isAcknowledged,
          nextDue: which % 4 ? momentOf(100 + number) : undefined,
        });
      }
      case 'advance target': {
        const targets = await store.advanceTarget(DISTANCE, which % 4 ? apiKey : undefined);
        ahead = Math.max(ahead, ...targets.values());
        return Object.fromEntries(targets);
      }
      case 'advance clock': {
        const { outcome, ...rest } = await store.advanceClock(apiKey, ahead, START);
        const { claim, hasMoved } = rest as { claim?: Claim; hasMoved?: boolean };
        return { outcome, hasMoved, claim: hold(claim) };
      }
      case 'reset':
        return which < 3 ? store.reset(which ? apiKey : undefined) : undefined;
      case 'read':
        return {
          accounts: await store.apiKeys(),
          payments: await store.payments(which % 2 ? apiKey : undefined, which),
          deliveries: await store.deliveries(apiKey),
          licenses: await store.licenses(apiKey),
          faults: await store.faults(),
          isSent: paid && (await store.isSent(apiKey, delivery(paid).id)),
          ahead: [await store.ahead(apiKey), await store.ahead()],
        };
    }
  };
}
