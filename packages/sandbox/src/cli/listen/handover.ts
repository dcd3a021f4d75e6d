import type { AttemptOutcome, ForwardedAttempt } from '../../control/generated/schemas.js';
import { type Acknowledgement, postWebhook } from '../../webhooks/send.js';

/** Takes attempts to a handler, each once, and what comes of them back. */
export interface Handover {
  take(attempt: ForwardedAttempt): void;
  /** The ids of the attempts that are being made or reported. */
  known(): string[];
  /** Resolves when there is room for another attempt. */
  room(): Promise<void>;
  /** Resolves when the attempts that were taken have ended. */
  end(): Promise<void>;
}

export interface HandoverOptions {
  /** The URL of the handler. */
  handler: string;
  /** Rejects if the sandbox refuses it. False: it came too late. */
  report(outcome: AttemptOutcome): Promise<boolean>;
  onOutcome(attempt: ForwardedAttempt, outcome: Acknowledgement): void;
  /** Called with lines for the user. */
  tell(line: string): void;
}

const MOST_AT_ONCE = 50;

/** Outcomes that are kept, in case an attempt comes again because its outcome was lost. */
const MOST_OUTCOMES = 1_000;

export function createHandover({ handler, report, onOutcome, tell }: HandoverOptions): Handover {
  const inHand = new Map<string, Promise<void>>();
  const outcomes = new Map<string, Acknowledgement>();

  async function make(attempt: ForwardedAttempt): Promise<Acknowledgement> {
    const { id, body, headers, slowness_ms: slowness } = attempt;
    const made = outcomes.get(id);
    if (made) return made;
    const outcome = await postWebhook({ url: handler, body, headers }, fetch, { slowness });
    outcomes.set(id, outcome);
    for (const oldest of outcomes.keys()) if (outcomes.size > MOST_OUTCOMES) outcomes.delete(oldest);
    onOutcome(attempt, outcome);
    return outcome;
  }

  async function handle(attempt: ForwardedAttempt): Promise<void> {
    const { responseBody, duration, ...outcome } = await make(attempt);
    const body = responseBody === undefined ? {} : { response_body: responseBody };
    try {
      const isInTime = await report({ id: attempt.id, ...outcome, ...body, duration_ms: duration });
      if (!isInTime) tell(`${attempt.transaction_id}: too late, the sandbox has counted a failed attempt.`);
    } catch (error) {
      tell(`${attempt.transaction_id}: the sandbox does not take the outcome: ${(error as Error).message}`);
    }
  }

  return {
    take(attempt) {
      const { id } = attempt;
      if (inHand.has(id)) return;
      inHand.set(
        id,
        handle(attempt).finally(() => inHand.delete(id)),
      );
    },
    known: () => [...inHand.keys()],
    async room() {
      if (inHand.size >= MOST_AT_ONCE) await Promise.race(inHand.values());
    },
    end: async () => void (await Promise.all(inHand.values())),
  };
}
