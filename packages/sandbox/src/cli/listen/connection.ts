import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { API_KEY_HEADER } from '@kgiton/contract';
import { controlOperations } from '../../control/generated/operations.js';
import type { AttemptOutcome, ForwardedAttempt, ListenRequest } from '../../control/generated/schemas.js';
import { printable } from '../../printable.js';
import { withinLimits } from '../../wait.js';
import { MOST_IN_FLIGHT } from '../../webhooks/listeners.js';

/** A connection to a sandbox that is made again whenever it breaks. */
export interface Connection {
  /** Waits for attempts to make: an empty list if none came for a while. Undefined: interrupted. @throws {Rejected} */
  listen(request: Pick<ListenRequest, 'is_new' | 'known'>): Promise<readonly ForwardedAttempt[] | undefined>;
  /** Reports an outcome, with retries. False: the sandbox does not wait for it any more. @throws {Rejected} */
  report(outcome: AttemptOutcome): Promise<boolean>;
  /** Lets the sandbox make the attempts again, if it can be reached. */
  stop(): Promise<void>;
}

export interface ConnectionOptions {
  /** The URL of the sandbox, without a slash at its end. */
  server: string;
  apiKey: string;
  /** Aborts when the user wants to stop. */
  interrupted: AbortSignal;
  /** Called with lines for the user. */
  warn(line: string): void;
}

/** A request that does not succeed, however often it is sent. */
export class Rejected extends Error {
  override name = 'Rejected' as const;
  /** The status of the response, if there was one. */
  readonly status: number | undefined;
  /** How many times the request was sent. */
  attempts = 1;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** A response that says nothing about the request: another one may succeed. */
class Unavailable extends Error {
  override name = 'Unavailable' as const;
  /** Milliseconds until it may. */
  readonly pause: number;

  constructor(response: Response) {
    super(statusOf(response));
    this.pause = Math.min(Number(response.headers.get('retry-after')) || 0, LONGEST_RETRY_AFTER) * 1000;
  }
}

/** Milliseconds that the sandbox holds a request while there is no attempt. */
const WAIT = 20_000;

/** Milliseconds after which a request without a response has failed. */
const TIMEOUT = WAIT + 10_000;

/** Milliseconds for what remains to be reported, after the user wants to stop. */
const GRACE_PERIOD = 5_000;

/** Milliseconds before the first retry; each is twice the one before. */
const FIRST_RETRY = 250;
const LONGEST_RETRY = 5_000;

/** Seconds: a listener that does not ask for 30 is gone. */
const LONGEST_RETRY_AFTER = 20;

/** Statuses that another request changes nothing about. Others may come from a proxy while something is deployed. */
const FINAL = [400, 401, 403, 409];

export function createConnection({ server, apiKey, interrupted, warn }: ConnectionOptions): Connection {
  const id = randomUUID();
  let isConnected = false;
  let isInterrupted = false;

  /** Sends a request once. Resolves with the body of the response. @throws {Rejected} @throws whatever `fetch` does */
  async function send(operation: Operation, body: object | undefined, signal: AbortSignal): Promise<unknown> {
    const { method, path } = controlOperations[operation];
    const response = await fetch(server + path.replace('{id}', id), {
      method,
      headers: { [API_KEY_HEADER]: apiKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal,
    });
    const json = parse(await response.text());
    if (response.ok) return json;
    const { status } = response;
    if (status === 429 || status >= 500) throw new Unavailable(response);
    const message = (json as { message?: unknown } | undefined)?.message;
    if (typeof message === 'string') throw new Rejected(printable(message), status);
    if (isConnected && !FINAL.includes(status)) throw new Unavailable(response);
    throw new Rejected(`expected a sandbox at ${server}, got ${statusOf(response)}.`, status);
  }

  /** Sends a request until there is a response; `isEnded` if the signal aborts before. @throws {Rejected} */
  async function retry<Result>(
    { operation, body, read }: Call<Result>,
    ending: AbortSignal,
  ): Promise<{ result?: Result; isEnded?: boolean }> {
    let pause = FIRST_RETRY;
    for (let attempts = 1; !ending.aborted; attempts++) {
      const limits = { milliseconds: TIMEOUT, reason: new Error('no response'), signals: [ending] };
      try {
        const result = read(await withinLimits(limits, (signal) => send(operation, body(), signal)));
        if (isInterrupted) warn('Connected again.');
        isConnected = true;
        isInterrupted = false;
        return { result };
      } catch (error) {
        if (error instanceof Rejected) throw Object.assign(error, { attempts });
        if (ending.aborted) break;
        const isAvailable = !(error instanceof Unavailable);
        const reason = isAvailable ? causeOf(error) : error.message;
        if (!isConnected && isAvailable) {
          throw new Rejected(`cannot connect to ${server}: ${reason}`, undefined, { cause: error });
        }
        if (!isInterrupted)
          warn(`${isAvailable ? 'Connection lost' : 'The sandbox is unavailable'} (${reason}). Retrying …`);
        isInterrupted = true;
        await delay(isAvailable ? pause : Math.max(error.pause, pause), undefined, { signal: ending }).catch(() => {});
        pause = Math.min(pause * 2, LONGEST_RETRY);
      }
    }
    return { isEnded: true };
  }

  /** The response has to be a sandbox's: something else would be asked again without a pause. */
  function attemptsOf(body: unknown): ForwardedAttempt[] {
    const attempts = (body as { attempts?: unknown } | null | undefined)?.attempts;
    if (Array.isArray(attempts) && attempts.every(isAttempt)) return attempts;
    throw new Rejected(`expected a sandbox at ${server}, got another response.`);
  }

  return {
    async listen(request) {
      // The user wants to know at once whether it works, and whether it works again. Who has no capacity only says that it
      // still listens.
      const isFull = request.known.length >= MOST_IN_FLIGHT;
      const body = () => ({ ...request, wait: request.is_new || isInterrupted || isFull ? 0 : WAIT });
      return (await retry({ operation: 'listen', body, read: attemptsOf }, interrupted)).result;
    },
    async report(outcome) {
      const ending = new AbortController();
      const begin = () => setTimeout(() => ending.abort(), GRACE_PERIOD).unref();
      if (interrupted.aborted) begin();
      interrupted.addEventListener('abort', begin);
      const call = { operation: 'reportOutcome', body: () => outcome, read: () => true } as const;
      try {
        return !(await retry(call, ending.signal)).isEnded;
      } catch (error) {
        if (!(error instanceof Rejected && error.status === 404)) throw error;
        // An earlier request has arrived, but its response has not.
        return error.attempts > 1;
      } finally {
        interrupted.removeEventListener('abort', begin);
      }
    },
    async stop() {
      const limits = { milliseconds: GRACE_PERIOD };
      await withinLimits(limits, (signal) => send('stopListening', undefined, signal)).catch(() => {});
    },
  };
}

type Operation = 'listen' | 'stopListening' | 'reportOutcome';

interface Call<Result> {
  operation: Operation;
  body(): object;
  /** Reads the body of a response. @throws {Rejected} */
  read(body: unknown): Result;
}

function isAttempt(value: unknown): value is ForwardedAttempt {
  const { id, transaction_id, payment_id, body, headers, slowness_ms } = (value ?? {}) as Partial<ForwardedAttempt>;
  const texts = [id, transaction_id, payment_id, body, ...Object.values(headers ?? {})];
  return texts.every((text) => typeof text === 'string') && typeof slowness_ms === 'number' && Boolean(headers);
}

function statusOf({ status, headers }: Response): string {
  const location = headers.get('location');
  return location === null ? `status ${status}` : `a redirect to ${printable(location)}`;
}

/** Why `fetch` failed: its own message never says. */
function causeOf(error: unknown): string {
  const { message, code = '' } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return printable(message || code);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
