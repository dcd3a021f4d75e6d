import type { Fetch } from '@kgiton/client';
import type { Clock } from './clock.js';
import { HIGHEST_MAX_RETRIES, LONGEST_TIMEOUT } from './generated/rules.js';
import type { Logger, LogLevel } from './logger.js';
import type { WebhookSecret } from './webhooks/verify-webhook.js';

/** Options of {@link KGiTON}. */
export interface KGiTONOptions {
  /**
   * The partner's API key (`kgiton_…`). Keep it on your server.
   * @default the environment variable `KGITON_API_KEY`
   */
  apiKey?: string | undefined;
  /**
   * The base URL of the API: an absolute `http` or `https` URL.
   * @default the environment variable `KGITON_BASE_URL`, otherwise `https://api.kgiton.com`
   */
  baseUrl?: string | undefined;
  /**
   * How long one attempt may take until its whole response has arrived, in milliseconds: 1 to 2,147,483,647.
   * @default 30_000
   */
  timeout?: number | undefined;
  /**
   * How often a request is retried after a temporary failure: 0 to 100.
   * @default 2
   */
  maxRetries?: number | undefined;
  /**
   * Sends the requests, as `fetch(url, init)`: the platform's, undici's or node-fetch's, one that uses a proxy, or the
   * sandbox's.
   * @default globalThis.fetch, looked up when a request is sent
   */
  fetch?: Fetch | undefined;
  /** Headers to send with every request. They cannot replace the API key. */
  headers?: RequestInit['headers'] | undefined;
  /**
   * Your webhook secret, or several during a rotation. `kgiton.webhookSecret()` returns it.
   * @default the environment variable `KGITON_WEBHOOK_SECRET`
   */
  webhookSecret?: WebhookSecret | undefined;
  /**
   * Writes the log lines.
   * @default console
   */
  logger?: Logger | undefined;
  /**
   * What is logged. No line contains a secret.
   * @default 'debug' with a `logger`, which has its own levels; otherwise 'off'
   */
  logLevel?: LogLevel | undefined;
  /**
   * Allows the SDK to run in a browser, where anybody can read the API key. For tests only.
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * The time and randomness to use. For tests of retries and timeouts.
   * @default the system's
   */
  clock?: Clock | undefined;
}

/** Options of one call. Omitted ones default to those of the {@link KGiTON} instance. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with the signal's reason. A payment may have been created nevertheless. */
  signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds. */
  timeout?: number | undefined;
  /** How often the request is retried. */
  maxRetries?: number | undefined;
  /** Additional headers. They cannot replace the API key. */
  headers?: RequestInit['headers'] | undefined;
}

/** @throws {TypeError} if a limit is out of range */
export function assertLimits(timeout: number, maxRetries: number): void {
  assertMilliseconds('timeout', timeout);
  assertRange('maxRetries', maxRetries, 0, HIGHEST_MAX_RETRIES);
}

/** @throws {TypeError} if it is not the delay of a timer */
export function assertMilliseconds(name: string, value: number): void {
  // The longest delay of a JavaScript timer: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html
  assertRange(name, value, 1, LONGEST_TIMEOUT);
}

function assertRange(name: string, value: number, lowest: number, highest: number): void {
  if (typeof value !== 'number' || !(value >= lowest && value <= highest)) {
    throw new TypeError(
      `Expected ${name} from ${lowest} to ${highest}, got ${typeof value === 'string' ? `'${value}'` : value}.`,
    );
  }
}
