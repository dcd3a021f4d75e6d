import { type Fetch, readExpected, UnexpectedResponseError, withApiKey } from '@kgiton/client';
import {
  type ErrorResponse,
  type PartnerPaymentRequest,
  type PartnerPaymentResponse,
  type paths,
  REQUEST_ID_HEADER,
} from '@kgiton/contract';
import type { Clock } from './clock.js';
import type { KGiTONError } from './errors.js';
import { type Logger, type LogLevel, logTo } from './logger.js';
import { assertLimits, type RequestOptions } from './options.js';
import { redactAll } from './redact.js';
import type { WithResponse } from './response-promise.js';
import { retryDelay } from './retry.js';
import { sleep, withDeadline } from './timer.js';
import { type Attempt, errorFromException, errorFromResponse } from './to-error.js';
import { wrongPaymentProperty } from './wrong-property.js';

const PATH = '/api/partner/payment/generate' satisfies keyof paths;

/** What all calls of a `KGiTON` instance share. */
export interface Caller {
  fetch: Fetch;
  headers: Readonly<Record<string, string>>;
  apiKey: string;
  baseUrl: string;
  timeout: number;
  maxRetries: number;
  clock: Clock;
  logger: Logger;
  logLevel: LogLevel;
  /** What no error and no log line may contain. */
  secrets: readonly (string | undefined)[];
}

/**
 * Generates a payment. Each attempt sends the same bytes, and `transaction_id` is the idempotency key: only one token
 * is taken, however many attempts it needs.
 *
 * @throws {KGiTONError} if no attempt succeeds
 * @throws the reason of the signal, if it aborts
 */
export async function generatePayment<Payment extends PartnerPaymentResponse>(
  caller: Caller,
  body: PartnerPaymentRequest,
  { signal, headers, timeout = caller.timeout, maxRetries = caller.maxRetries }: RequestOptions = {},
): Promise<WithResponse<Payment>> {
  assertLimits(timeout, maxRetries);
  const { fetch, clock, apiKey } = caller;
  const { payment_type, license_key, ...requested } = body;
  const redact = (value: unknown) => redactAll([apiKey, ...caller.secrets, license_key], value);
  const log = logTo(caller.logger, caller.logLevel, redact);
  const url = caller.baseUrl + PATH;
  const init = {
    method: 'POST',
    headers: { ...caller.headers, ...(headers && Object.fromEntries(withApiKey(headers, apiKey))) },
    body: JSON.stringify(body),
    // If fetch followed a redirect, it would send the API key to the redirect's target.
    redirect: 'manual' as const,
  };
  const send = async (attemptSignal: AbortSignal) => {
    const response = (await fetch(url, { ...init, signal: attemptSignal })) as Response;
    const content = (await readExpected(response, apiKey)).body;
    const wrong = response.ok && wrongPaymentProperty(content as Payment, payment_type);
    if (wrong) throw new UnexpectedResponseError(response, `a missing or wrong ${wrong}`);
    return { response, content };
  };
  let mayExist = false;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const start = clock.now();
    const report = (outcome: unknown, requestId: string | undefined) =>
      log('debug', () => {
        const duration = clock.now() - start;
        return `POST ${url}: ${outcome} in ${duration} ms, attempt ${attempt}, request id ${requestId ?? 'unknown'}`;
      });
    const context: Attempt = { mayExist, clock, redact };
    let error: KGiTONError;
    try {
      const { response, content } = await withDeadline(timeout, clock, signal, send);
      const { ok, status, headers } = response;
      if (ok) {
        const data = content as Payment;
        const requestId = headers.get(REQUEST_ID_HEADER) ?? undefined;
        report(status, requestId);
        for (const name of ['transaction_id', 'amount'] as const) {
          if (data[name] !== requested[name])
            log('warn', () => `asked for ${name} ${requested[name]}, got ${data[name]}`);
        }
        return { data, status, headers, requestId };
      }
      error = errorFromResponse(response, content as ErrorResponse, context);
    } catch (exception) {
      if (signal?.aborted) throw signal.reason;
      error = errorFromException(exception, context);
    }
    report(error.statusCode ?? error.code, error.requestId);
    mayExist = error.outcomeUnknown;
    const delay = attempt > maxRetries ? undefined : retryDelay(error, attempt, clock);
    if (delay === undefined) throw error;
    log('warn', () => `${error.message} Retrying in ${Math.round(delay)} ms.`);
    await sleep(delay, clock, signal);
  }
}
