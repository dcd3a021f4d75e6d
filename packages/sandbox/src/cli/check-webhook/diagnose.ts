import { webhookHeaders } from '../../webhooks/payload.js';
import { isAcknowledged } from '../../webhooks/send.js';
import { CASES, type CatalogueOptions, eventsOf, type WebhookCase } from './catalogue.js';
import type { Counts } from './count.js';
import type { Attempt, Exchange } from './exchange.js';
import {
  BODY_SIGNATURE,
  type Diagnosis,
  diagnosisOfFront,
  diagnosisOfProcessing,
  diagnosisOfRefusal,
  diagnosisOfRewritten,
  isRefusal,
  MISSING_SIGNATURE,
  PARTIAL_SIGNATURE,
  UNVERIFIED,
} from './fixes.js';
import { type Guess, rewritingGuesses, signatureGuesses } from './guesses.js';

/** A case with the response to it, and with the counts around it if the partner's system was asked. */
export interface Outcome extends Exchange, Partial<Counts> {
  tried: WebhookCase;
}

export interface DiagnosedHandler extends CatalogueOptions {
  url: string;
  attempt: Attempt;
}

/**
 * Tells the mistakes of a handler apart: by which cases it passes and fails together, and by webhooks that only a handler
 * with a certain mistake accepts. Says nothing about cases without a response.
 */
export async function diagnose(
  outcomes: readonly Outcome[],
  handler: DiagnosedHandler,
): Promise<ReadonlyMap<Outcome, Diagnosis>> {
  const [valid] = outcomes;
  if (valid?.status === undefined) return new Map();
  if (!isAcknowledged(valid)) return new Map([[valid, await whyRefused(valid, outcomes, handler)]]);
  return new Map([...(await whyRewritten(outcomes, handler)), ...(await whyAccepted(outcomes, handler))]);
}

async function whyRefused(valid: Outcome, outcomes: readonly Outcome[], handler: DiagnosedHandler): Promise<Diagnosis> {
  const front = diagnosisOfFront(valid, handler.url);
  if (front) return front;
  const [unsigned, other, notJson] = [CASES.unsigned, CASES.otherSecret, CASES.notJson].map((name) =>
    outcomes.find(({ tried }) => tried.name === name),
  );
  if (other?.status && isRefusal(other) && other.status !== valid.status) {
    return diagnosisOfProcessing(valid, other.status);
  }
  const event = eventsOf(handler);
  const guesses = signatureGuesses(handler.secret, (secret) => event({}, secret).body);
  return (await firstAccepted(guesses, handler)) ?? diagnosisOfRefusal(valid, { unsigned, other, notJson });
}

/** The first guess that the handler accepts, or the narrower one. */
async function firstAccepted(guesses: readonly Guess[], handler: DiagnosedHandler): Promise<Diagnosis | undefined> {
  for (const { message, narrower = [], mistake, fix } of guesses) {
    const exchange = await handler.attempt(message);
    if (exchange.status === undefined) return undefined;
    if (isAcknowledged(exchange)) return (await firstAccepted(narrower, handler)) ?? { mistake, fix };
  }
  return undefined;
}

async function whyRewritten(
  outcomes: readonly Outcome[],
  handler: DiagnosedHandler,
): Promise<Iterable<[Outcome, Diagnosis]>> {
  const statusOfForged = outcomes.find(({ tried }) => tried.name === CASES.otherSecret)?.status;
  const refused = outcomes.filter(
    (outcome) => outcome.tried.kind === 'rewritten' && outcome.status !== undefined && !isAcknowledged(outcome),
  );
  const [first] = refused.filter(({ status }) => status === statusOfForged);
  const proven = first && (await firstAccepted(rewritingGuesses(first.tried.body, handler.secret), handler));
  return refused.map((outcome) => {
    const isSame = outcome.status === first?.status;
    return [outcome, (isSame && proven) || diagnosisOfRewritten(outcome, statusOfForged)];
  });
}

async function whyAccepted(
  outcomes: readonly Outcome[],
  handler: DiagnosedHandler,
): Promise<Iterable<[Outcome, Diagnosis]>> {
  const forged = outcomes.filter(({ tried }) => tried.kind === 'forged');
  const isAccepted = (name: string) => forged.some((outcome) => outcome.tried.name === name && isAcknowledged(outcome));
  const diagnosed = (diagnosis: Diagnosis) =>
    forged.filter(isAcknowledged).map((outcome): [Outcome, Diagnosis] => [outcome, diagnosis]);
  if (isAccepted(CASES.otherSecret)) {
    return diagnosed((await refusesOtherProperty(handler)) ? BODY_SIGNATURE : UNVERIFIED);
  }
  return diagnosed(isAccepted(CASES.unsigned) ? MISSING_SIGNATURE : PARTIAL_SIGNATURE);
}

/** Whether the handler refuses a body that is correctly signed but for its deprecated property. */
async function refusesOtherProperty({ attempt, ...handler }: DiagnosedHandler): Promise<boolean> {
  const event = eventsOf(handler);
  const { body } = event({}, `${handler.secret}-of-the-property`);
  return isRefusal(await attempt({ body, headers: webhookHeaders(body, handler.secret) }));
}
