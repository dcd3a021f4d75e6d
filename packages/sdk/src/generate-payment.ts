import { type KGiTONClient, withApiKey } from '@kgiton/client';
import { type PartnerPaymentRequest, type PartnerPaymentResponse, REQUEST_ID_HEADER } from '@kgiton/contract';
import type { Clock } from './clock.js';
import { type Attempt, errorOfAnswer, errorOfException } from './error-of.js';
import type { KGiTONError } from './errors.js';
import { type Logger, type LogLevel, logTo } from './logger.js';
import { assertLimits, type Fetch, type RequestOptions } from './options.js';
import { redactAll } from './redact.js';
import type { WithResponse } from './response-promise.js';
import { retryDelay } from './retry.js';
import { sleep, withDeadline } from './timer.js';

const PATH = '/api/partner/payment/generate';

/** What all calls of one `KGiTON` share. */
export interface Caller {
  client: KGiTONClient;
  apiKey: string;
  fetch: Fetch;
  timeout: number;
  maxRetries: number;
  clock: Clock;
  logger: Logger;
  logLevel: LogLevel;
  /** What no error and no log line may hold. */
  secrets: readonly (string | undefined)[];
}

/**
 * Generates a payment. Each attempt sends the same bytes, and `transaction_id` is the idempotency key, so however many
 * attempts it needs, one token is taken.
 *
 * @throws {KGiTONError} when no attempt succeeded
 * @throws the reason of the signal, when it aborts
 */
export async function generatePayment<Payment extends PartnerPaymentResponse>(
  caller: Caller,
  body: PartnerPaymentRequest,
  { signal, headers, timeout = caller.timeout, maxRetries = caller.maxRetries }: RequestOptions = {},
): Promise<WithResponse<Payment>> {
  assertLimits(timeout, maxRetries);
  const { client, clock } = caller;
  const redact = (value: unknown) => redactAll([caller.apiKey, ...caller.secrets, body.license_key], value);
  const log = logTo(caller.logger, caller.logLevel, redact);
  const bytes = JSON.stringify(body);
  const init = { body, bodySerializer: () => bytes, ...(headers && { headers: withApiKey(headers, caller.apiKey) }) };
  let mayExist = false;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const start = clock.now();
    let url = '';
    const report = (outcome: unknown, requestId = 'unknown') =>
      log(
        'debug',
        () => `POST ${url}: ${outcome} in ${clock.now() - start} ms, attempt ${attempt}, request id ${requestId}`,
      );
    const context: Attempt = { mayExist, clock, redact };
    let error: KGiTONError;
    try {
      const answer = await withDeadline(timeout, clock, signal, (attemptSignal) =>
        client.POST(PATH, {
          ...init,
          fetch: async (request) => {
            url = request.url;
            return caller.fetch(request, { signal: attemptSignal });
          },
        }),
      );
      const { status, headers } = answer.response;
      const requestId = headers.get(REQUEST_ID_HEADER) ?? undefined;
      report(status, requestId);
      if (!answer.error) return { data: answer.data as Payment, status, headers, requestId };
      error = errorOfAnswer(answer.response, answer.error, context);
    } catch (exception) {
      if (signal?.aborted) throw signal.reason;
      error = errorOfException(exception, context);
      report(error.statusCode ?? error.code, error.requestId);
    }
    mayExist = error.outcomeUnknown;
    const delay = attempt > maxRetries ? undefined : retryDelay(error, attempt, clock);
    if (delay === undefined) throw error;
    log('warn', () => `${error.message} Trying again in ${Math.round(delay)} ms.`);
    await sleep(delay, clock, signal);
  }
}
