import { setTimeout as delay } from 'node:timers/promises';
import { PartnerPaymentType, SIGNATURE_HEADER, TEST_WEBHOOK_SECRET, WEBHOOK_TIMEOUT_SECONDS } from '@kgiton/contract';
import { checkFault, FAULT_KINDS, type WebhookFault } from '../faults.js';
import { createIds } from '../payments/ids.js';
import { SandboxError } from '../sandbox-error.js';
import { effectsOf, type FaultEffects } from '../webhooks/faults.js';
import { paymentSuccessBody, type WebhookMessage, webhookHeaders } from '../webhooks/payload.js';
import { type Acknowledgement, isAcknowledged, postWebhook } from '../webhooks/send.js';
import {
  flag,
  HELP,
  integer,
  oneOf,
  option,
  optionLines,
  parse,
  secretOf,
  several,
  UsageError,
  webUrl,
} from './options.js';
import { customHeaders, readData } from './trigger-input.js';

const OPTIONS = {
  to: option('URL', 'where to send it'),
  amount: option('N', 'amount in whole rupiah', '50000'),
  'transaction-id': option('TEXT', 'transaction that was paid', 'TRX-2026-001, 002 …'),
  'payment-id': option('TEXT', 'payment that was paid; send the same one again for a duplicate', 'a new one'),
  'payment-type': option('TYPE', 'QRIS or CHECKOUT_PAGE', PartnerPaymentType.QRIS),
  data: option('FILE', 'JSON body to sign and send byte for byte, instead of these; - is standard input', 'none'),
  header: several('NAME:VALUE', `another header, or another value of content-type or ${SIGNATURE_HEADER}; repeatable`),
  fault: option('KIND[=SECONDS]', `what goes wrong: ${FAULT_KINDS.join(', ')}`, 'nothing'),
  count: option('N', 'how many webhooks to send: of a new payment each, unless it is named', '1'),
  interval: option('MS', 'pause between two webhooks', '0'),
  'webhook-secret': option('TEXT', 'secret that signs the webhook', TEST_WEBHOOK_SECRET),
  json: flag('the results as JSON, one object per line'),
  help: HELP,
};

/** The options that make up the event, which a file has instead. */
const OF_EVENT = ['amount', 'transaction-id', 'payment-id', 'payment-type'] as const;

const USAGE = `Usage: kgiton-sandbox trigger payment.success --to URL [options]

Sends signed webhooks; no sandbox needs to run. Exits with 0 if each webhook is acknowledged (2xx within ${WEBHOOK_TIMEOUT_SECONDS} s), else
with 1.

${optionLines(OPTIONS, (name) => name === 'webhook-secret')}`;

const MOST_WEBHOOKS = 1_000_000;

/** Milliseconds; nobody waits longer than an hour. */
const LONGEST_INTERVAL = 3_600_000;

/** Sends webhooks, and prints the responses. */
export async function trigger(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (positionals.length !== 1 || positionals[0] !== 'payment.success') {
    throw new UsageError(`trigger: expected the event payment.success, got ${JSON.stringify(positionals.join(' '))}.`);
  }
  const url = webUrl('--to', values.to);
  const secret = secretOf(values);
  const fault = faultOf(values.fault);
  const effects = effectsOf(fault);
  const headers = customHeaders(values.header ?? []);
  const count = integer('--count', values.count ?? OPTIONS.count.otherwise, MOST_WEBHOOKS, 1);
  const interval = integer('--interval', values.interval ?? OPTIONS.interval.otherwise, LONGEST_INTERVAL);
  const bodies = values.data === undefined ? eventsOf(values, count) : await dataOf(values, values.data);
  if (fault?.kind === 'early') console.error('No request precedes this webhook, so it is early in any case.');

  let allAcknowledged = true;
  for (let index = 0; index < count; index++) {
    if (index > 0) await delay(interval);
    const { body, amount } = bodies(index, effects.signingSecret(secret));
    const message = messageOf(body, amount, { secret, effects, headers });
    if (fault?.kind === 'tampered' && message.body === body) {
      throw new UsageError(`--fault tampered: expected an amount in the body, found none.`);
    }
    if (effects.delay !== undefined) await delay(effects.delay);
    const sending = Array.from({ length: effects.isWithheld ? 0 : effects.copies }, () =>
      postWebhook({ url, ...message }, fetch, { slowness: effects.slowness }),
    );
    const results = await Promise.all(sending);
    if (effects.isWithheld) console.log(values.json ? line({ withheld: true, url, ...message }) : 'Withheld');
    for (const result of results) print(result, { url, ...message }, values.json ?? false);
    allAcknowledged &&= results.every(isAcknowledged);
  }
  process.exitCode = allAcknowledged ? 0 : 1;
}

const line = (value: object) => JSON.stringify(value);

function print(result: Acknowledgement, message: WebhookMessage & { url: string }, isJson: boolean): void {
  const acknowledged = isAcknowledged(result);
  const outcome = `${acknowledged ? 'Acknowledged' : 'Not acknowledged'}: ${result.status ?? result.error}`;
  console.log(
    isJson ? line({ acknowledged, ...result, ...message }) : `${outcome} in ${result.duration} ms\n${message.body}`,
  );
}

interface Signing {
  secret: string;
  effects: FaultEffects;
  /** Replace the usual ones. */
  headers: Readonly<Record<string, string>>;
}

/** A signed message, as the fault leaves it. */
function messageOf(body: string, amount: number, { secret, effects, headers }: Signing): WebhookMessage {
  const signed = { body, headers: webhookHeaders(body, effects.signingSecret(secret)) };
  const altered = effects.alter(signed, amount);
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const kept = Object.entries(altered.headers).filter(([name]) => !names.includes(name.toLowerCase()));
  return { body: altered.body, headers: { ...Object.fromEntries(kept), ...headers } };
}

/** Makes the body of each webhook, and its amount. */
type Bodies = (index: number, secret: string) => { body: string; amount: number };

type EventValues = { readonly [Name in (typeof OF_EVENT)[number]]?: string | undefined };

function eventsOf(values: EventValues, count: number): Bodies {
  const ids = createIds();
  const paymentTypes = Object.values(PartnerPaymentType);
  const amount = integer('--amount', values.amount ?? OPTIONS.amount.otherwise, Number.MAX_SAFE_INTEGER - 1);
  const paymentType = oneOf('--payment-type', values['payment-type'] ?? PartnerPaymentType.QRIS, paymentTypes);
  // A transaction has one payment: once it is named, every webhook is about the same.
  const named = values['payment-id'] ?? (values['transaction-id'] !== undefined ? ids.payment('') : undefined);
  const width = Math.max(3, String(count).length);
  return (index, secret) => {
    const number = named === undefined ? index + 1 : 1;
    const transactionId = values['transaction-id'] ?? `TRX-2026-${String(number).padStart(width, '0')}`;
    const paymentId = named ?? ids.payment('');
    return {
      body: paymentSuccessBody({ paymentId, transactionId, amount, paymentType, paidAt: Date.now() }, secret),
      amount,
    };
  };
}

async function dataOf(values: EventValues, file: string): Promise<Bodies> {
  const other = OF_EVENT.find((name) => values[name] !== undefined);
  if (other) throw new UsageError(`--data: expected no --${other} beside it, since the file is the whole body.`);
  const data = await readData(file);
  return () => data;
}

/** `slow=2` for a fault `slow` of 2 seconds. @throws {UsageError} when there is no such fault */
function faultOf(given: string | undefined): WebhookFault | undefined {
  if (given === undefined) return undefined;
  const [name = '', seconds] = given.split('=');
  const kind = oneOf('--fault', name, FAULT_KINDS);
  const fault = {
    kind,
    ...(seconds !== undefined && { seconds: seconds.trim() === '' ? Number.NaN : Number(seconds) }),
  };
  try {
    checkFault(fault);
  } catch (error) {
    if (error instanceof SandboxError) throw new UsageError(`--fault: ${error.message}`);
    throw error;
  }
  return fault;
}
