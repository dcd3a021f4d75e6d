import type { Send } from './webhooks/send.js';

/** Levels of the log: `warn` for what is dropped and for faults, `info` for warnings and webhooks too. */
export type LogLevel = 'silent' | 'warn' | 'info';

/** Writes log lines. */
export interface Logger {
  warn(line: string): unknown;
  info(line: string): unknown;
}

/** Options of {@link createSandbox}. */
export interface SandboxOptions {
  /**
   * The secret that webhooks are signed with.
   * @default 'whsec_test_kgiton', the published test secret
   */
  webhookSecret?: string | undefined;
  /**
   * Milliseconds until an answer is given: a number, or the least and the most of a random one.
   * @default 0
   */
  latency?: number | readonly [least: number, most: number] | undefined;
  /**
   * Makes ids and times repeat exactly: the clock starts at 2026-01-15T10:00:00Z and moves only when it is advanced.
   * @default none: ids are random, and the clock runs
   */
  seed?: string | undefined;
  /** License keys beside those of the sandbox, or instead of them, with their tokens. */
  licenses?: Readonly<Record<string, number>> | undefined;
  /**
   * What `payment_url` and `qr_image_url` begin with, for customers who reach the sandbox under another address than the
   * shop does.
   * @default the origin that the request was sent to
   */
  publicUrl?: string | undefined;
  /**
   * Origins whose pages may call the API from a browser, such as `https://docs.example`: sites that you trust, as they
   * can have webhooks sent to whatever this machine can reach. `null` is the origin of pages opened from a file, and of
   * sandboxed frames of any site. The control API and the dashboard stay closed to all of them.
   * @default none; on a sandbox that listens on loopback, pages of loopback origins may call it whatever is given here
   */
  allowOrigins?: readonly string[] | undefined;
  /**
   * Sends the webhooks.
   * @default globalThis.fetch
   */
  fetch?: Send | undefined;
  /**
   * Where log lines go.
   * @default nowhere
   */
  logger?: Logger | undefined;
}
