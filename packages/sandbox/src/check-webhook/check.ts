import { type Acknowledgement, isAcknowledged, postWebhook, type Send } from '../webhooks/post.js';
import { type CatalogueOptions, catalogue, type WebhookCase } from './catalogue.js';

/** How a handler did in one case. */
export interface CheckResult {
  name: string;
  expected: WebhookCase['expected'];
  /** The status, or why none came. */
  got: string;
  /** Real milliseconds. */
  duration: number;
  passed: boolean;
  /** What to mend, if it did not pass. */
  fix?: string;
}

/** Longer than that, and a busy day will pass the 30 seconds that KGiTON waits. */
const SLOW = 10_000;

/** Tries a handler with the whole catalogue, one case after the other. */
export async function checkHandler(url: string, send: Send, options: CatalogueOptions): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const tried of catalogue(options)) {
    results.push(judge(tried, await postWebhook({ ...tried, url }, send)));
  }
  return results;
}

function judge(tried: WebhookCase, given: Acknowledgement): CheckResult {
  const { name, expected } = tried;
  const { status = 0, error, duration } = given;
  const isRight = expected === 'accepted' ? isAcknowledged(given) : status >= 400 && status < 500;
  const isSlow = isRight && duration > SLOW;
  const fix = error
    ? `No answer came (${error}). Does it run, and is this its address?`
    : isSlow
      ? 'It acknowledges late: KGiTON waits 30 s. Do the work after the answer.'
      : tried.fix(given);
  const passed = isRight && !isSlow;
  return { name, expected, got: error ?? String(status), duration, passed, ...(!passed && { fix }) };
}
