import type { State } from './control/generated/schemas.js';
import { printable } from './printable.js';
import type { Send } from './webhooks/send.js';

/** Levels of the log: `warn` for errors and for what is dropped, `info` for warnings and webhooks as well. */
export type LogLevel = 'silent' | 'warn' | 'info';

/** Writes log lines. */
export interface Logger {
  warn(line: string): unknown;
  info(line: string): unknown;
}

/** Options of {@link createSandbox}. */
export interface SandboxOptions {
  /**
   * The secret that signs the webhooks.
   * @default 'whsec_test_kgiton', the published test secret
   */
  webhookSecret?: string | undefined;
  /**
   * Milliseconds until a response is sent: a number, or the least and the most of a random one.
   * @default 0
   */
  latency?: number | readonly [least: number, most: number] | undefined;
  /**
   * Makes ids and times repeat exactly: the clock starts at 2026-01-15T10:00:00Z and moves only by `advance`.
   * @default none: ids are random, and the clock runs
   */
  seed?: string | undefined;
  /** License keys with their tokens. They are added to those of the sandbox, or replace the tokens of one. */
  licenses?: Readonly<Record<string, number>> | undefined;
  /**
   * The base of `payment_url` and `qr_image_url`, for customers who reach the sandbox at another address than the shop.
   * @default the origin that the request was sent to
   */
  publicUrl?: string | undefined;
  /**
   * Host names that requests may be sent to, besides those of this machine and that of `publicUrl`, such as
   * `host.docker.internal`. Only a sandbox that listens on loopback looks at the name, since no other can tell a foreign
   * one.
   * @default none
   */
  allowHosts?: readonly string[] | undefined;
  /**
   * Origins whose pages may call the API from a browser, such as `https://docs.example`. Allow only sites that you trust:
   * they can make the sandbox send webhooks to everything that this machine can reach. `null` is the origin of pages that
   * were opened from a file, and of sandboxed frames of any site. The control API and the dashboard stay closed to all of
   * them.
   * @default none; pages of loopback origins may always call a sandbox that listens on loopback
   */
  allowOrigins?: readonly string[] | undefined;
  /**
   * The address of the documentation that the dashboard links to.
   * @default where this version's guides are published
   */
  docsUrl?: string | undefined;
  /**
   * Accounts to start with, as `GET /_sandbox/state` writes them. `reset` returns to them.
   * @default none
   */
  state?: State | undefined;
  /**
   * Sends the webhooks.
   * @default globalThis.fetch
   */
  fetch?: Send | undefined;
  /**
   * Receives the log lines.
   * @default none: nothing is logged
   */
  logger?: Logger | undefined;
}

/** Errors that were logged. One that many meet, such as that of a store that is unavailable, is reported once. */
const reported = new WeakSet<Error>();

/** A logger that may be missing, or fail: then its lines are lost, and nothing else. */
export function createLog(logger: Logger | undefined) {
  const write = (level: keyof Logger, line: string) => {
    (async () => logger?.[level](line))().catch(() => {});
  };
  return {
    warn: (line: string) => write('warn', printable(line)),
    info: (line: string) => write('info', printable(line)),
    onError(error: unknown) {
      if (!(error instanceof Error)) return write('warn', `error: ${printable(`${error}`)}`);
      if (reported.has(error)) return;
      reported.add(error);
      write('warn', `error: ${traced(error)}`);
    },
  };
}

/** An error in one line, and below it the lines of its stack, none of which comes from elsewhere. */
function traced({ name, message, stack = '' }: Error): string {
  const head = message ? `${name}: ${message}` : name;
  const frames = stack.startsWith(head) ? stack.slice(head.length).split('\n').map(printable).join('\n') : '';
  return printable(head) + frames;
}
