import { type Fetch, readExpected, UnexpectedResponseError, withApiKey } from '@kgiton/client';
import { type ErrorResponse, REQUEST_ID_HEADER } from '@kgiton/contract';
import type { Clock } from './clock.js';
import type { KGiTONError } from './errors.js';
import { type LogTarget, log } from './logger.js';
import { assertLimits, type RequestOptions } from './options.js';
import { redactAll } from './redact.js';
import type { WithResponse } from './response-promise.js';
import { retryDelay } from './retry.js';
import { sleep, withDeadline } from './timer.js';
import { type Attempt, errorFromException, errorFromResponse } from './to-error.js';

/** What all calls of a `KGiTON` instance share. No error and no log line contains its `secrets`. */
export interface Caller extends LogTarget {
  fetch: Fetch;
  headers: Readonly<Record<string, string>>;
  apiKey: string;
  baseUrl: string;
  timeout: number;
  maxRetries: number;
  clock: Clock;
}

/** A request of one operation, and what makes its response a success. */
export interface OperationRequest<Data> {
  method: string;
  /** With the values of its parameters. */
  path: string;
  /** JSON, if the request has a body. */
  body?: string;
  /** The name of a property that keeps a 2xx response from being a success; undefined if there is none. */
  wrongProperty(data: Data): string | undefined;
}

/**
 * Sends a request, and again after temporary failures. Each attempt sends the same bytes.
 *
 * @throws {KGiTONError} if no attempt succeeds
 * @throws the reason of the signal, if it aborts
 */
export async function sendRequest<Data>(
  caller: Caller,
  { method, path, body, wrongProperty }: OperationRequest<Data>,
  { signal, headers, timeout = caller.timeout, maxRetries = caller.maxRetries }: RequestOptions = {},
): Promise<WithResponse<Data>> {
  assertLimits(timeout, maxRetries);
  const { fetch, clock, apiKey } = caller;
  const redact = (value: unknown) => redactAll(caller.secrets, value);
  const url = caller.baseUrl + path;
  const init = {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...caller.headers,
      ...(headers && Object.fromEntries(withApiKey(headers, apiKey))),
    },
    body: body ?? null,
    // If fetch followed a redirect, it would send the API key to the redirect's target.
    redirect: 'manual' as const,
  };
  const send = async (attemptSignal: AbortSignal) => {
    const response = (await fetch(url, { ...init, signal: attemptSignal })) as Response;
    const content = (await readExpected(response, apiKey)).body;
    const wrong = response.ok && wrongProperty(content as Data);
    if (wrong) throw new UnexpectedResponseError(response, `a missing or wrong ${wrong}`);
    return { response, content };
  };
  let mayExist = false;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const start = clock.now();
    const report = (outcome: unknown, requestId: string | undefined) =>
      log(caller, 'debug', () => {
        const duration = clock.now() - start;
        return `${method} ${url}: ${outcome} in ${duration} ms, attempt ${attempt}, request id ${requestId ?? 'unknown'}`;
      });
    const context: Attempt = { isSafe: method === 'GET', mayExist, clock, redact };
    let error: KGiTONError;
    try {
      const { response, content } = await withDeadline(timeout, clock, signal, send);
      const { ok, status, headers } = response;
      if (ok) {
        const requestId = headers.get(REQUEST_ID_HEADER) ?? undefined;
        report(status, requestId);
        return { data: content as Data, status, headers, requestId };
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
    log(caller, 'warn', () => `${error.message} Retrying in ${Math.round(delay)} ms.`);
    await sleep(delay, clock, signal);
  }
}
