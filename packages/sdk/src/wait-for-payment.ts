import { FINAL_PAYMENT_STATUSES } from '@kgiton/contract';
import { KGiTONError, TimeoutError } from './errors.js';
import {
  DEFAULT_WAIT_INTERVAL,
  DEFAULT_WAIT_TIMEOUT,
  WAIT_JITTER,
  WAIT_MAX_DOUBLINGS,
  WAIT_REQUEST_TIMEOUT,
} from './generated/rules.js';
import { log } from './logger.js';
import { networkFailure } from './network-failure.js';
import { assertMilliseconds } from './options.js';
import { getPaymentStatus, type PaymentStatusResponse } from './payment-status.js';
import type { Caller } from './send-request.js';
import { sleep, timed } from './timer.js';

/** Options of `waitForPayment`. */
export interface WaitForPaymentOptions {
  /**
   * How long to wait at most, in milliseconds: 1 to 2,147,483,647. Wait a minute longer than the payment can be paid.
   * @default 600_000, which is 10 minutes
   */
  timeout?: number | undefined;
  /**
   * How long to wait between a response and the next request, in milliseconds: 1 to 2,147,483,647. The contract asks
   * for at least 5 seconds. Up to a fifth is added at random, so that many programs do not ask in step.
   * @default 5_000
   */
  interval?: number | undefined;
  /** Ends the wait, which then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/**
 * Asks for the status until it is final or the time is up.
 *
 * @throws {TypeError} if an option or the transaction id is invalid
 * @throws {KGiTONError} if waiting cannot help, or if the time is up and no status has arrived
 * @throws the reason of the signal, if it aborts
 */
export async function waitForPayment(
  caller: Caller,
  transactionId: string,
  { timeout = DEFAULT_WAIT_TIMEOUT, interval = DEFAULT_WAIT_INTERVAL, signal }: WaitForPaymentOptions = {},
): Promise<PaymentStatusResponse> {
  assertMilliseconds('timeout', timeout);
  assertMilliseconds('interval', interval);
  signal?.throwIfAborted();
  const { clock } = caller;
  const end = new AbortController();
  const request = {
    signal: end.signal,
    timeout: Math.min(caller.timeout, Math.max(interval, WAIT_REQUEST_TIMEOUT)),
    // The loop below retries. It keeps the interval between any two requests.
    maxRetries: 0,
  };
  let latest: PaymentStatusResponse | undefined;
  let failure: KGiTONError | undefined;
  const poll = async () => {
    for (let errors = 0; ; ) {
      let error: KGiTONError | undefined;
      try {
        latest = (await getPaymentStatus(caller, transactionId, request)).data;
        if (isFinal(latest)) return latest;
        errors = 0;
      } catch (exception) {
        if (!isTemporary(exception, !!latest)) throw exception;
        failure = error = exception;
        errors = Math.min(errors + 1, WAIT_MAX_DOUBLINGS);
      }
      const pause =
        Math.max(interval * 2 ** errors, (error?.retryAfter ?? 0) * 1000) * (1 + clock.random() * WAIT_JITTER);
      // A timer cannot be longer than the longest timeout, and need not be.
      const delay = Math.min(pause, timeout);
      if (error) log(caller, 'warn', () => `${error.message} Asking again in ${Math.round(delay)} ms.`);
      await sleep(delay, clock, end.signal);
    }
  };
  return timed<PaymentStatusResponse>(timeout, clock, signal, (resolve, reject) => {
    poll().then(resolve, reject);
    return () => {
      if (latest) resolve(latest);
      else reject(failure ?? new TimeoutError(`No response within ${timeout} ms.`, { code: 'TIMEOUT_ERROR' }));
    };
  }).finally(() => end.abort());
}

function isFinal({ payment_status }: PaymentStatusResponse): boolean {
  return (FINAL_PAYMENT_STATUSES as readonly string[]).includes(payment_status);
}

/**
 * Whether the error may pass by itself: 429, 5xx, or no response. Once a status has arrived, so may an unknown host name,
 * an untrusted certificate, and a response of somebody else, such as the login page of a network.
 */
function isTemporary(error: unknown, hasStatus: boolean): error is KGiTONError {
  if (!(error instanceof KGiTONError)) return false;
  const { code, statusCode, cause } = error;
  if (hasStatus && code === 'UNEXPECTED_RESPONSE') return true;
  return statusCode ? statusCode === 429 || statusCode >= 500 : hasStatus || !networkFailure(cause).isPermanent;
}
