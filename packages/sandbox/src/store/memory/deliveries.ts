import type { Delivery, DeliveryAttempt } from '../../webhooks/delivery.js';
import { MAX_ATTEMPTS, MAX_PER_ACCOUNT } from '../limits.js';
import type { HeldClaim } from '../listener-store.js';
import type { AdvanceOutcome, Change, Claim, ClaimOutcome, DeliveryStore, NewDelivery } from '../store.js';
import { createBounded, type Kept, reportDrops, textWeight } from './bounded.js';
import { createDueQueue, type DueQueue } from './due-queue.js';

/** A delivery with its place in the schedule. */
interface Job {
  delivery: Delivery & { attempts: DeliveryAttempt[] };
  /** Deliveries and redeliveries are numbered as they come. */
  number: number;
  /** How many times the schedule has claimed it. */
  claimCount: number;
  isSent: boolean;
  /** How many attempts were ever made. */
  made: number;
  /** Among the deliveries that are kept, which it may outlive. */
  place?: Kept<Job>;
}

/** The clock of an account that was moved, or has deliveries. */
interface Clock {
  /** How far it is ahead of real time, in milliseconds. */
  offset: number;
  /** Where it was asked to advance to. */
  target: number;
  due: DueQueue<{ moment: number; job: Job }>;
  /** The claims of its deliveries: of the schedule with the number of the delivery, of a redelivery with its own. */
  claims: Map<string, number>;
}

export interface MemoryDeliveriesOptions {
  apiKeys(): Iterable<string>;
  notify(change: Change): void;
  /** Called with log lines about what is dropped. */
  warn(line: string): void;
}

/** Deliveries with their schedule, and the clocks that it goes by. */
export interface MemoryDeliveries extends DeliveryStore {
  add(delivery: NewDelivery): void;
  /** Whether a claim has not ended. */
  isHeld(claim: HeldClaim): boolean;
  list(apiKey?: string): Delivery[];
  offsetOf(apiKey?: string): number;
  /** Sets the clock of an account that has no deliveries. */
  set(apiKey: string, offset: number): void;
  /** Removes the delivery of a payment that is gone. */
  forget(id: string): void;
  reset(apiKey?: string): void;
}

/** How much is kept; the oldest is dropped first. */
const MAX_DELIVERIES = { perGroup: MAX_PER_ACCOUNT.payments, inAll: 50_000, bytesInAll: 64 * 2 ** 20 };

/** Roughly what a delivery and an attempt weigh beside their texts, in bytes. */
const OVERHEAD = 1_500;
const ATTEMPT_OVERHEAD = 150;

export function createMemoryDeliveries({ apiKeys, notify, warn }: MemoryDeliveriesOptions): MemoryDeliveries {
  const jobs = new Map<string, Job>();
  const claims = new Map<string, Job>();
  const clocks = new Map<string, Clock>();
  let common = 0;
  let claimed = 0;
  let latestNumber = 0;

  const reportDrop = reportDrops('webhooks', warn);
  const kept = createBounded<Job>({
    ...MAX_DELIVERIES,
    groupOf: ({ delivery }) => delivery.apiKey,
    weightOf: ({ delivery: { url, body, apiKey } }) => OVERHEAD + textWeight(url, body, apiKey),
    onDrop({ delivery }, limit) {
      jobs.delete(delivery.id);
      reportDrop(limit);
    },
  });

  /** The moments at which something is due first, account by account, by real time. */
  const due = createDueQueue<{ moment: number; apiKey: string }>(
    ({ moment, apiKey }) => moment === nextOf(clocks.get(apiKey)),
  );

  function nextOf(clock: Clock | undefined): number | undefined {
    const first = clock?.due.peek();
    return clock && first && first.moment - clock.offset;
  }

  function queueNext(apiKey: string): void {
    const moment = nextOf(clocks.get(apiKey));
    if (moment !== undefined) due.push({ moment, apiKey });
  }

  function clockOf(apiKey: string): Clock {
    const known = clocks.get(apiKey);
    if (known) return known;
    const isScheduled = ({ moment, job }: { moment: number; job: Job }) =>
      jobs.get(job.delivery.id) === job && job.delivery.nextAttemptAt === moment;
    const clock: Clock = { offset: common, target: common, due: createDueQueue(isScheduled), claims: new Map() };
    clocks.set(apiKey, clock);
    return clock;
  }

  function schedule(job: Job, moment: number | undefined): void {
    job.delivery.nextAttemptAt = moment;
    if (moment === undefined) return;
    const { apiKey } = job.delivery;
    clockOf(apiKey).due.push({ moment, job });
    queueNext(apiKey);
  }

  function take(job: Job, moment?: number): Claim {
    const { delivery, claimCount } = job;
    const token = String(++claimed);
    claims.set(token, job);
    clockOf(delivery.apiKey).claims.set(token, moment === undefined ? ++latestNumber : job.number);
    job.isSent = true;
    if (moment !== undefined) {
      job.claimCount++;
      delivery.nextAttemptAt = undefined;
      queueNext(delivery.apiKey);
    }
    return { delivery, due: moment, rounds: claimCount, token };
  }

  /** Ends a claim with a change to its job, unless that is gone. */
  function endClaim({ token, delivery: { apiKey, id } }: Claim, apply: (job: Job) => void): Job | undefined {
    const job = claims.get(token);
    if (!job) return undefined;
    claims.delete(token);
    clocks.get(apiKey)?.claims.delete(token);
    const isThere = jobs.get(id) === job;
    if (isThere) apply(job);
    notify({ apiKey, deliveryId: id });
    return isThere ? job : undefined;
  }

  function addAttempts(job: Job, attempts: readonly DeliveryAttempt[]): void {
    const list = job.delivery.attempts;
    list.push(...attempts);
    job.made += attempts.length;
    const forgotten = list.splice(0, Math.max(list.length - MAX_ATTEMPTS, 0));
    if (job.place) kept.grow(job.place, weightOf(attempts) - weightOf(forgotten));
  }

  /** Resulting state and next moment of a delivery. Returns that moment, if there is one. */
  function applyOutcome({ delivery }: Job, { due: claimedFor }: Claim, { isAcknowledged, nextDue }: ClaimOutcome) {
    if (isAcknowledged) {
      delivery.state = 'delivered';
      return undefined;
    }
    if (claimedFor === undefined || delivery.state !== 'pending') return delivery.nextAttemptAt;
    if (nextDue === undefined) delivery.state = 'failed';
    return nextDue;
  }

  return {
    add(delivery) {
      const job: Job = {
        delivery: { ...delivery, attempts: [] },
        number: ++latestNumber,
        claimCount: 0,
        isSent: false,
        made: 0,
      };
      jobs.set(delivery.id, job);
      job.place = kept.add(job);
      schedule(job, delivery.nextAttemptAt);
      notify({ apiKey: delivery.apiKey, deliveryId: delivery.id });
    },
    isHeld: ({ token }) => claims.has(token),
    list,
    delivery: async (id) => jobs.get(id)?.delivery,
    deliveries: async (apiKey) => list(apiKey),
    isSent: async (_apiKey, id) => jobs.get(id)?.isSent ?? false,
    async claim(time) {
      const first = due.peek();
      const next = first && first.moment <= time ? clocks.get(first.apiKey)?.due.peek() : undefined;
      return next && take(next.job, next.moment);
    },
    async claimRedelivery(id) {
      const job = jobs.get(id);
      return job && take(job);
    },
    settle: async (claim, outcome) =>
      endClaim(claim, (job) => {
        addAttempts(job, outcome.attempts);
        schedule(job, applyOutcome(job, claim, outcome));
      })?.made,
    async release(claim) {
      endClaim(claim, (job) => {
        if (claim.due === undefined) return;
        job.claimCount--;
        schedule(job, claim.due);
      });
    },
    nextDue: async () => due.peek()?.moment,
    ahead: async (apiKey) => offsetOf(apiKey),
    async advanceTarget(milliseconds, apiKey) {
      const targets = new Map<string, number>();
      for (const key of apiKey === undefined ? apiKeys() : [apiKey]) {
        const clock = clockOf(key);
        clock.target = Math.max(clock.target, clock.offset) + milliseconds;
        targets.set(key, clock.target);
      }
      if (apiKey === undefined) common += milliseconds;
      return targets;
    },
    async advanceClock(apiKey, offset, time, latest = latestNumber): Promise<AdvanceOutcome> {
      const clock = clocks.get(apiKey);
      // The account was reset on the way: its new clock has not been asked to move.
      if (!clock) return { outcome: 'arrived' };
      const target = Math.min(offset, clock.target);
      const next = clock.due.peek();
      if (next && next.moment <= time + clock.offset) {
        return { outcome: 'due', claim: take(next.job, next.moment), hasMoved: false };
      }
      for (const number of clock.claims.values()) if (number <= latest) return { outcome: 'busy', latest };
      const isNext = next !== undefined && next.moment <= time + target;
      clock.offset = Math.max(clock.offset, isNext ? next.moment - time : target);
      queueNext(apiKey);
      if (isNext) return { outcome: 'due', claim: take(next.job, next.moment), hasMoved: true };
      notify({ apiKey });
      return { outcome: 'arrived' };
    },
    offsetOf,
    set(apiKey, offset) {
      Object.assign(clockOf(apiKey), { offset, target: offset });
    },
    // What it weighs counts until its turn to be dropped.
    forget: (id) => void jobs.delete(id),
    reset(apiKey) {
      for (const { delivery } of kept.values(apiKey)) jobs.delete(delivery.id);
      kept.clear(apiKey);
      for (const key of apiKey === undefined ? [...clocks.keys()] : [apiKey]) {
        for (const token of clocks.get(key)?.claims.keys() ?? []) claims.delete(token);
        clocks.delete(key);
      }
      if (apiKey === undefined) common = 0;
    },
  };

  function list(apiKey?: string): Delivery[] {
    return kept
      .values(apiKey)
      .filter((job) => jobs.get(job.delivery.id) === job)
      .map(({ delivery }) => delivery);
  }

  function offsetOf(apiKey?: string): number {
    return (apiKey === undefined ? undefined : clocks.get(apiKey)?.offset) ?? common;
  }
}

function weightOf(attempts: readonly DeliveryAttempt[]): number {
  return attempts.reduce(
    (sum, { error = '', responseBody = '' }) => sum + ATTEMPT_OVERHEAD + textWeight(error, responseBody),
    0,
  );
}
