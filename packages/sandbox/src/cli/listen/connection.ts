import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { API_KEY_HEADER } from '@kgiton/contract';
import { controlOperations } from '../../control/generated/operations.js';
import type { AttemptOutcome, ForwardedAttempt, ListenRequest } from '../../control/generated/schemas.js';
import { printable } from '../../printable.js';
import { withinLimits } from '../../wait.js';

/** The way to a sandbox, which is found again whenever it breaks. */
export interface Connection {
  /** Waits for attempts to make: an empty list if none came for a while. Undefined: interrupted. @throws {Refused} */
  listen(request: Pick<ListenRequest, 'is_new' | 'known'>): Promise<readonly ForwardedAttempt[] | undefined>;
  /** Reports an outcome, again until the sandbox has it. False: it came too late. @throws {Refused} */
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
  tell(line: string): void;
}

/** The sandbox refuses, and would refuse again. */
export class Refused extends Error {
  override name = 'Refused' as const;
  readonly status: number;
  /** How many times the request was sent. */
  times = 1;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Milliseconds that the sandbox holds a request while there is nothing to do. */
const WAIT = 20_000;

/** Milliseconds after which a request without a response is lost. */
const SILENCE = WAIT + 10_000;

/** Milliseconds that the sandbox has to take what is left, after the user wants to stop. */
const FAREWELL = 5_000;

/** Milliseconds between two attempts to connect: the first time, and at most. */
const PAUSE = 250;
const LONGEST_PAUSE = 5_000;

export function createConnection({ server, apiKey, interrupted, tell }: ConnectionOptions): Connection {
  const id = randomUUID();
  let isFound = false;
  let isLost = false;

  /** Sends a request once. Resolves with the body of the response. @throws {Refused} @throws whatever `fetch` does */
  async function send(operation: Operation, body: object | undefined, signal: AbortSignal): Promise<unknown> {
    const { method, path } = controlOperations[operation];
    const response = await fetch(server + path.replace('{id}', id), {
      method,
      headers: { [API_KEY_HEADER]: apiKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal,
    });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : JSON.parse(text);
    if (response.status === 429 || response.status >= 500) throw new Busy(response);
    throw new Refused(
      response.status,
      messageOf(text) ?? `expected a sandbox at ${server}, got ${statusOf(response)}.`,
    );
  }

  /** Sends a request until there is a response. `isEnded`: the signal has aborted before. @throws {Refused} */
  async function insist(operation: Operation, body: () => object, ending: AbortSignal): Promise<Insistence> {
    let pause = PAUSE;
    for (let times = 1; !ending.aborted; times++) {
      const limits = { milliseconds: SILENCE, reason: new Error('no response'), signals: [ending] };
      try {
        const received = await withinLimits(limits, (signal) => send(operation, body(), signal));
        if (isLost) tell('Connected again.');
        isFound = true;
        isLost = false;
        return { body: received };
      } catch (error) {
        if (error instanceof Refused) throw Object.assign(error, { times });
        if (ending.aborted) break;
        const isBusy = error instanceof Busy;
        const reason = isBusy ? error.message : causeOf(error);
        if (!isFound && !isBusy) throw new Refused(0, `no sandbox responds at ${server}: ${reason}`);
        if (!isLost) tell(`The connection to the sandbox is lost (${reason}). Connecting again …`);
        isLost = true;
        const longer = isBusy ? Math.max(error.pause, pause) : pause;
        await delay(longer, undefined, { signal: ending }).catch(() => {});
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
    }
    return { isEnded: true };
  }

  return {
    async listen(request) {
      // The user wants to know at once whether it works, and whether it works again.
      const body = () => ({ ...request, wait: request.is_new || isLost ? 0 : WAIT });
      const received = await insist('listen', body, interrupted);
      return (received.body as { attempts: ForwardedAttempt[] } | undefined)?.attempts;
    },
    async report(outcome) {
      const farewell = new AbortController();
      const begin = () => setTimeout(() => farewell.abort(), FAREWELL).unref();
      if (interrupted.aborted) begin();
      interrupted.addEventListener('abort', begin);
      try {
        const { isEnded } = await insist('reportOutcome', () => outcome, farewell.signal);
        return !isEnded;
      } catch (error) {
        if (!(error instanceof Refused && error.status === 404)) throw error;
        // What was sent before has arrived, but the response to it has not.
        return error.times > 1;
      } finally {
        interrupted.removeEventListener('abort', begin);
      }
    },
    async stop() {
      const limits = { milliseconds: FAREWELL };
      await withinLimits(limits, (signal) => send('stopListening', undefined, signal)).catch(() => {});
    },
  };
}

type Insistence = { body?: unknown; isEnded?: boolean };

type Operation = 'listen' | 'reportOutcome' | 'stopListening';

/** The sandbox, or something in front of it, cannot respond now. */
class Busy extends Error {
  /** Milliseconds until it may. */
  readonly pause: number;

  constructor(response: Response) {
    super(statusOf(response));
    this.pause = Math.min(Number(response.headers.get('retry-after')) || 0, 60) * 1000;
  }
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

/** The message of an error of the control API. */
function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? printable(message) : undefined;
  } catch {
    return undefined;
  }
}
