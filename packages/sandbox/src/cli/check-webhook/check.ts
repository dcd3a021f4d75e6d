import { type Acknowledgement, isAcknowledged, postWebhook, type Send } from '../../webhooks/send.js';
import { type CatalogueOptions, catalogue, type WebhookCase } from './catalogue.js';
import { FIX_FIRST, fixOfSilence, isRefusal } from './fixes.js';

/** How a handler did in one case. */
export interface CheckResult {
  name: string;
  expected: WebhookCase['expected'] | 'in time';
  /**
   * - `passed`: as it should be
   * - `failed`: something needs fixing
   * - `unproven`: not accepted, which means nothing while a valid webhook is not accepted either
   * - `untried`: not tried, because an earlier case got no response
   */
  verdict: 'passed' | 'failed' | 'unproven' | 'untried';
  /** The status of the response, if there was one. */
  status?: number;
  /** Why there was no response, if there was none. */
  error?: string;
  /** Real milliseconds. */
  duration?: number;
  /** What to fix, if it did not pass. */
  fix?: string;
}

export interface CheckOptions extends CatalogueOptions {
  /**
   * Real milliseconds after which an acknowledgement is slow.
   * @default 10_000: a slower handler will exceed the 30 seconds that KGiTON waits on a busy day
   */
  slow?: number;
}

/** A case with the response to it. */
interface Outcome extends Acknowledgement {
  tried: WebhookCase;
}

/**
 * Tests a handler with the whole catalogue, one case after the other. Stops at a case without a response: each takes
 * 30 seconds, and the next is unlikely to do better.
 */
export async function checkHandler(
  url: string,
  send: Send,
  { slow = 10_000, ...options }: CheckOptions,
): Promise<CheckResult[]> {
  const cases = catalogue(options);
  const outcomes: Outcome[] = [];
  for (const tried of cases) {
    const outcome = { tried, ...(await postWebhook({ ...tried, url }, send)) };
    outcomes.push(outcome);
    if (outcome.status === undefined) break;
  }
  return [
    ...outcomes.map((outcome) => judge(outcome, url, outcomes)),
    ...cases.slice(outcomes.length).map(({ name, expected }) => ({ name, expected, verdict: 'untried' as const })),
    judgeSpeed(outcomes, slow),
  ];
}

function judge(outcome: Outcome, url: string, outcomes: readonly Outcome[]): CheckResult {
  const { tried, ...given } = outcome;
  const row = { name: tried.name, expected: tried.expected, ...given };
  const [valid = outcome] = outcomes;
  if (given.status === undefined) {
    return { ...row, verdict: 'failed', fix: fixOfSilence(url, outcome, valid !== outcome) };
  }
  if (outcome !== valid && !isAcknowledged(valid) && !isAcknowledged(outcome)) {
    return { ...row, verdict: 'unproven', fix: FIX_FIRST };
  }
  const isRight = tried.expected === 'accepted' ? isAcknowledged(outcome) : isRefusal(outcome);
  return isRight ? { ...row, verdict: 'passed' } : { ...row, verdict: 'failed', fix: tried.fix(outcome) };
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
  const fix = `It took ${duration / 1000} s, and KGiTON waits 30 s; a busy day will exceed that. Respond first, then do the work.`;
  return { ...row, verdict: 'failed', duration, fix };
}
