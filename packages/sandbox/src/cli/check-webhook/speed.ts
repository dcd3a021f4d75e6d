import { type Acknowledgement, isAcknowledged } from '../../webhooks/send.js';
import type { CheckResult } from './check-result.js';
import { MEND_FIRST } from './fixes.js';

/** Judges the slowest acknowledgement; one that never came is as slow as the wait for it. `slow` is in milliseconds. */
export function judgeSpeed(answers: readonly Acknowledgement[], slow: number): CheckResult {
  const row = { name: `acknowledged within ${slow / 1000} s`, expected: 'in time' } as const;
  const isLate = (answer: Acknowledgement) => answer.status === undefined && answer.duration > slow;
  const durations = answers
    .filter((answer) => isAcknowledged(answer) || isLate(answer))
    .map(({ duration }) => duration);
  if (durations.length === 0) {
    const isSilent = answers.at(-1)?.status === undefined;
    return isSilent ? { ...row, verdict: 'untried' } : { ...row, verdict: 'unproven', fix: MEND_FIRST };
  }
  const duration = Math.max(...durations);
  if (duration <= slow) return { ...row, verdict: 'passed', duration };
  const fix = `It took ${duration / 1000} s, and KGiTON waits 30 s: on a busy day that passes. Answer first, then do the work.`;
  return { ...row, verdict: 'failed', duration, fix };
}
