import { WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import { type Acknowledgement, isAcknowledged, type Send } from '../../webhooks/send.js';
import { type CatalogueOptions, catalogue, type WebhookCase } from './catalogue.js';
import { type Count, createCounter } from './count.js';
import { diagnose, type Outcome } from './diagnose.js';
import { attempts } from './exchange.js';
import {
  COUNTED_BEFORE,
  type Diagnosis,
  diagnosisOfCount,
  diagnosisOfSilence,
  FIX_FIRST,
  isRefusal,
  NOT_COUNTED_ONCE,
  UNSEEN,
} from './fixes.js';

/** How a handler did in one case. */
export interface CheckResult extends Partial<Diagnosis> {
  name: string;
  expected: WebhookCase['expected'] | 'in time' | 'once';
  /**
   * - `passed`: as it should be
   * - `failed`: something needs fixing
   * - `advice`: the contract does not demand it, and yet it is better
   * - `unproven`: not accepted, which means nothing while a valid webhook is not accepted either
   * - `untried`: not tried, because an earlier case got no response
   * - `unseen`: no response shows it
   */
  verdict: 'passed' | 'failed' | 'advice' | 'unproven' | 'untried' | 'unseen';
  /** The status of the response, if there was one. */
  status?: number;
  /** Why there was no response, if there was none. */
  error?: string;
  /** Real milliseconds. */
  duration?: number;
  /** How many payments the partner's system counted meanwhile, if it was asked. */
  counted?: number;
}

export interface CheckOptions extends CatalogueOptions {
  /**
   * Real milliseconds after which an acknowledgement is slow.
   * @default 10_000: a slower handler will exceed the 30 seconds that KGiTON waits on a busy day
   */
  slow?: number;
  /** Returns how often the partner's system has counted a payment. */
  count?: Count;
  /**
   * Real milliseconds that the first payment may take until it is counted. The later ones get twice the time that it took.
   * @default 10_000
   */
  timeout?: number;
}

/** Verdicts that leave nothing to fix. */
const FINE: ReadonlySet<CheckResult['verdict']> = new Set(['passed', 'advice', 'unseen']);

/** Whether nothing needs fixing. */
export function isFine(results: readonly CheckResult[]): boolean {
  return results.every(({ verdict }) => FINE.has(verdict));
}

/**
 * Tests a handler with the whole catalogue, and diagnoses what went wrong. Stops at a case without a response: each takes
 * 30 seconds, and the next is unlikely to do better. Only a body that is too large may end like that.
 *
 * @throws {UsageError} when the partner's system does not tell a count
 */
export async function checkHandler(
  url: string,
  send: Send,
  { slow = 10_000, count, timeout = 10_000, ...options }: CheckOptions,
): Promise<CheckResult[]> {
  const attempt = attempts(url, send);
  const cases = catalogue(options);
  const counter = count && createCounter(count, options.transactionId, timeout);
  const outcomes: Outcome[] = [];
  let countError: string | undefined;
  for (const [index, tried] of cases.entries()) {
    if (tried.kind === 'concurrent') continue;
    const group = [tried, ...cases.slice(index + 1, index + 2).filter(({ kind }) => kind === 'concurrent')];
    const before = await counter?.before(tried).catch((error: Error) => {
      if (outcomes.length === 0) throw error;
      countError = error.message;
    });
    if (countError) break;
    const exchanges = await Promise.all(group.map(attempt));
    // Either of two equal webhooks may come first.
    exchanges.sort((a, b) => Number(isAcknowledged(b)) - Number(isAcknowledged(a)));
    const counts = before && (await counter?.after(before, exchanges.some(isAcknowledged)));
    outcomes.push(...exchanges.map((exchange, i) => ({ tried: group[i] as WebhookCase, ...exchange, ...counts })));
    countError = counts?.countError;
    if (countError || (tried.kind !== 'advisory' && exchanges.some(({ status }) => status === undefined))) break;
  }
  const diagnoses = await diagnose(outcomes, { ...options, url, attempt });
  const rows = outcomes.map((outcome) => judge(outcome, url, outcomes, diagnoses.get(outcome)));
  return [
    ...rows,
    ...cases.slice(outcomes.length).map(({ name, expected }) => ({ name, expected, verdict: 'untried' as const })),
    judgeSpeed(outcomes, slow),
    judgeCounts(outcomes, countError),
  ];
}

function judge(outcome: Outcome, url: string, outcomes: readonly Outcome[], diagnosis?: Diagnosis): CheckResult {
  const { tried, status, error, duration, counted } = outcome;
  const row: Omit<CheckResult, 'verdict'> = {
    name: tried.name,
    expected: tried.expected,
    ...(status !== undefined ? { status } : { error: error ?? '' }),
    duration,
    ...(counted !== undefined && { counted }),
  };
  const [valid = outcome] = outcomes;
  const advice = tried.kind === 'advisory' ? 'advice' : 'failed';
  const miscounted = diagnosisOfCount(outcome);
  if (status === undefined && advice === 'failed') {
    return { ...row, verdict: 'failed', ...diagnosisOfSilence(url, outcome, valid.status !== undefined) };
  }
  const isRight = tried.expected === 'accepted' ? isAcknowledged(outcome) : isRightRefusal(outcome);
  if (outcome !== valid && !isAcknowledged(valid) && !isAcknowledged(outcome) && !miscounted) {
    return { ...row, verdict: 'unproven', fix: FIX_FIRST };
  }
  if (!isRight) return { ...row, verdict: advice, ...(diagnosis ?? tried.otherwise(outcome)) };
  return miscounted ? { ...row, ...miscounted } : { ...row, verdict: 'passed' };
}

/** KGiTON sends no GET, so any response will do that neither accepts it nor fails. */
function isRightRefusal(outcome: Outcome): boolean {
  const { status = 0, tried } = outcome;
  return tried.method === 'GET' ? (status >= 300 && status < 500) || status === 501 : isRefusal(outcome);
}

const ONCE = { name: 'each payment is counted once', expected: 'once' } as const;

/** Judges the counts as a whole. */
function judgeCounts(outcomes: readonly Outcome[], error: string | undefined): CheckResult {
  if (error) return { ...ONCE, verdict: 'failed', mistake: 'probe', fix: error };
  const [valid] = outcomes;
  if (valid?.status === undefined) return { ...ONCE, verdict: 'untried' };
  if (!isAcknowledged(valid)) return { ...ONCE, verdict: 'unproven', fix: FIX_FIRST };
  if (valid.counted === undefined) return { ...ONCE, verdict: 'unseen', fix: UNSEEN };
  const verdicts = outcomes.map((outcome) => diagnosisOfCount(outcome)?.verdict);
  if (verdicts.includes('failed')) return { ...ONCE, verdict: 'failed', ...NOT_COUNTED_ONCE };
  return verdicts.includes('unproven')
    ? { ...ONCE, verdict: 'unproven', fix: COUNTED_BEFORE }
    : { ...ONCE, verdict: 'passed' };
}

/** Judges the slowest acknowledgement; one that never came is as slow as the wait for it. `slow` is in milliseconds. */
export function judgeSpeed(outcomes: readonly Acknowledgement[], slow: number): CheckResult {
  const row = { name: `acknowledged within ${slow / 1000} s`, expected: 'in time' } as const;
  const isLate = (outcome: Acknowledgement) => outcome.status === undefined && outcome.duration > slow;
  const counted = outcomes.filter((outcome) => isAcknowledged(outcome) || isLate(outcome));
  if (counted.length === 0) {
    const isSilent = outcomes.at(-1)?.status === undefined;
    return isSilent ? { ...row, verdict: 'untried' } : { ...row, verdict: 'unproven', fix: FIX_FIRST };
  }
  const duration = Math.max(...counted.map((outcome) => outcome.duration));
  if (duration <= slow) return { ...row, verdict: 'passed', duration };
  const fix = `It took ${duration / 1000} s, and KGiTON waits ${WEBHOOK_TIMEOUT_SECONDS} s; a busy day will exceed that. Respond first, then do the work.`;
  return { ...row, verdict: 'failed', duration, mistake: 'slow', fix };
}
