import type { WebhookCase } from './catalogue.js';

/** How a handler did in one case. */
export interface CheckResult {
  name: string;
  expected: WebhookCase['expected'] | 'in time';
  /**
   * - `passed`: as it should be
   * - `failed`: something is to be mended
   * - `unproven`: not accepted, which means nothing as long as a valid webhook is not accepted either
   * - `untried`: not tried, because no answer came before
   */
  verdict: 'passed' | 'failed' | 'unproven' | 'untried';
  /** The status of the answer, if one came. */
  status?: number;
  /** Why no answer came, if none did. */
  error?: string;
  /** Real milliseconds. */
  duration?: number;
  /** What to mend, if it did not pass. */
  fix?: string;
}
