import type { Fetch } from '@kgiton/client';
import type { Clock } from './clock.js';
import type { Logger, LogLevel } from './logger.js';
import type { WebhookSecret } from './webhooks/verify-webhook.js';

/** Options of {@link KGiTON}. */
export interface KGiTONOptions {
  /**
   * The partner's API key (`kgiton_…`). A secret of your server.
   * @default the environment variable `KGITON_API_KEY`
   */
  apiKey?: string | undefined;
  /**
   * Where the API is: an absolute `http` or `https` URL.
   * @default the environment variable `KGITON_BASE_URL`, else `https://api.kgiton.com`
   */
  baseUrl?: string | undefined;
  /**
   * Milliseconds that one attempt may take until its whole answer is there: 1 to 2,147,483,647.
   * @default 30_000
   */
  timeout?: number | undefined;
  /**
   * How often a request is sent again after a failure that may pass: 0 to 100.
   * @default 2
   */
  maxRetries?: number | undefined;
  /**
   * Sends the requests, as `fetch(url, init)`: that of the platform, of undici or of node-fetch, one that goes through a
   * proxy, or the sandbox's.
   * @default globalThis.fetch, as it is when a request is sent
   */
  fetch?: Fetch | undefined;
  /** Headers of every request. They cannot replace the API key. */
  headers?: RequestInit['headers'] | undefined;
  /**
   * The secret of your webhooks, or several while you change it, for `kgiton.webhookSecret()`.
   * @default the environment variable `KGITON_WEBHOOK_SECRET`
   */
  webhookSecret?: WebhookSecret | undefined;
  /**
   * What writes log lines.
   * @default console
   */
  logger?: Logger | undefined;
  /**
   * What is logged. No line holds a secret.
   * @default 'debug' with a `logger`, which has levels of its own, else 'off'
   */
  logLevel?: LogLevel | undefined;
  /**
   * Lets the SDK run in a browser, where everybody can read the API key. For tests only.
   * @default false
   */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Time and chance. For tests of retries and timeouts.
   * @default the system's
   */
  clock?: Clock | undefined;
}

/** Options of one call; what is not given is as the {@link KGiTON} has it. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with the signal's reason. The payment may have been created all the same. */
  signal?: AbortSignal | undefined;
  /** Milliseconds that one attempt may take. */
  timeout?: number | undefined;
  /** How often the request is sent again. */
  maxRetries?: number | undefined;
  /** More headers. They cannot replace the API key. */
  headers?: RequestInit['headers'] | undefined;
}

/** @throws {TypeError} when a limit cannot work */
export function assertLimits(timeout: number, maxRetries: number): void {
  // The longest that timers of JavaScript can wait: https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html
  assertRange('timeout', timeout, 1, 2 ** 31 - 1);
  assertRange('maxRetries', maxRetries, 0, 100);
}

function assertRange(name: string, value: number, lowest: number, highest: number): void {
  if (typeof value !== 'number' || !(value >= lowest && value <= highest)) {
    throw new TypeError(
      `Expected ${name} from ${lowest} to ${highest}, got ${typeof value === 'string' ? `'${value}'` : value}.`,
    );
  }
}
