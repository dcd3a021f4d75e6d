import { type Acknowledgement, isAcknowledged, postWebhook, type Send } from '../../webhooks/send.js';
import { type CatalogueOptions, catalogue, type WebhookCase } from './catalogue.js';
import type { CheckResult } from './check-result.js';
import { fixOfSilence, isRefusal, MEND_FIRST } from './fixes.js';
import { judgeSpeed } from './speed.js';

export interface CheckOptions extends CatalogueOptions {
  /**
   * Real milliseconds after which an acknowledgement is slow.
   * @default 10_000: longer, and a busy day will pass the 30 seconds that KGiTON waits
   */
  slow?: number;
}

/** A case with its answer. */
interface Answer extends Acknowledgement {
  tried: WebhookCase;
}

/**
 * Tries a handler with the whole catalogue, one case after the other. Stops where no answer comes: that takes 30 seconds
 * each time, and hardly gets better.
 */
export async function checkHandler(
  url: string,
  send: Send,
  { slow = 10_000, ...options }: CheckOptions,
): Promise<CheckResult[]> {
  const cases = catalogue(options);
  const answers: Answer[] = [];
  for (const tried of cases) {
    const answer = { tried, ...(await postWebhook({ ...tried, url }, send)) };
    answers.push(answer);
    if (answer.status === undefined) break;
  }
  return [
    ...answers.map((answer) => judge(answer, url, answers)),
    ...cases.slice(answers.length).map(({ name, expected }) => ({ name, expected, verdict: 'untried' as const })),
    judgeSpeed(answers, slow),
  ];
}

function judge(answer: Answer, url: string, answers: readonly Answer[]): CheckResult {
  const { tried, ...given } = answer;
  const row = { name: tried.name, expected: tried.expected, ...given };
  const [valid = answer] = answers;
  if (given.status === undefined)
    return { ...row, verdict: 'failed', fix: fixOfSilence(url, answer, valid !== answer) };
  if (answer !== valid && !isAcknowledged(valid) && !isAcknowledged(answer)) {
    return { ...row, verdict: 'unproven', fix: MEND_FIRST };
  }
  const isRight = tried.expected === 'accepted' ? isAcknowledged(answer) : isRefusal(answer);
  return isRight ? { ...row, verdict: 'passed' } : { ...row, verdict: 'failed', fix: tried.fix(answer) };
}
