import type { AttemptOutcome, ForwardedAttempt } from '../../control/generated/schemas.js';
import { inTime } from '../../wait.js';
import { MOST_IN_FLIGHT } from '../../webhooks/listeners.js';
import { type Acknowledgement, postWebhook } from '../../webhooks/send.js';

/** Sends attempts to a handler, each once, and reports what came of them. */
export interface Forwarder {
  send(attempt: ForwardedAttempt): void;
  /** The ids of the attempts in flight. */
  inFlight(): string[];
  /** Resolves when another attempt may be sent, or after some milliseconds. */
  capacity(milliseconds: number): Promise<void>;
  /** Resolves when no attempt is in flight any more. */
  idle(): Promise<void>;
}

export interface ForwarderOptions {
  /** The URL of the handler. */
  handler: string;
  /** Rejects if the sandbox rejects it. False: nobody waits for it any more. */
  report(outcome: AttemptOutcome): Promise<boolean>;
  onOutcome(attempt: ForwardedAttempt, outcome: Acknowledgement): void;
  /** Called with lines for the user. */
  warn(line: string): void;
}

/** Outcomes that are kept, in case an attempt comes again because its outcome was lost. */
const MOST_OUTCOMES = 1_000;

export function createForwarder({ handler, report, onOutcome, warn }: ForwarderOptions): Forwarder {
  const inFlight = new Map<string, Promise<void>>();
  const outcomes = new Map<string, Acknowledgement>();

  async function outcomeOf(attempt: ForwardedAttempt): Promise<Acknowledgement> {
    const { id, body, headers, slowness_ms: slowness } = attempt;
    const known = outcomes.get(id);
    if (known) return known;
    const outcome = await postWebhook({ url: handler, body, headers }, fetch, { slowness });
    outcomes.set(id, outcome);
    for (const oldest of outcomes.keys()) if (outcomes.size > MOST_OUTCOMES) outcomes.delete(oldest);
    onOutcome(attempt, outcome);
    return outcome;
  }

  async function forward(attempt: ForwardedAttempt): Promise<void> {
    const { responseBody, duration, ...outcome } = await outcomeOf(attempt);
    const body = responseBody === undefined ? {} : { response_body: responseBody };
    try {
      const isAwaited = await report({ id: attempt.id, ...outcome, ...body, duration_ms: duration });
      if (!isAwaited) warn(`${attempt.transaction_id}: the sandbox no longer waits for this response.`);
    } catch (error) {
      warn(`${attempt.transaction_id}: the sandbox rejected the outcome: ${(error as Error).message}`);
    }
  }

  return {
    send(attempt) {
      const { id } = attempt;
      if (inFlight.has(id)) return;
      inFlight.set(
        id,
        forward(attempt).finally(() => inFlight.delete(id)),
      );
    },
    inFlight: () => [...inFlight.keys()],
    async capacity(milliseconds) {
      if (inFlight.size < MOST_IN_FLIGHT) return;
      await inTime(milliseconds, Promise.race(inFlight.values()));
    },
    idle: async () => void (await Promise.all(inFlight.values())),
  };
}
