import { PartnerPaymentType, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { createIds } from '../payments/ids.js';
import { paymentSuccessBody, webhookHeaders } from '../webhooks/payment-success.js';
import { isAcknowledged, postWebhook } from '../webhooks/send.js';
import {
  fromEnvironment,
  HELP,
  integer,
  type Options,
  oneOf,
  optionLines,
  parse,
  UsageError,
  WEBHOOK_SECRET,
  webUrl,
} from './options.js';

const OPTIONS = {
  to: { type: 'string', value: 'URL', text: 'where to send it' },
  amount: { type: 'string', value: 'N', text: 'amount in whole rupiah', default: '50000' },
  'transaction-id': { type: 'string', value: 'TEXT', text: 'transaction that was paid', default: 'TRX-2026-001' },
  'payment-id': {
    type: 'string',
    value: 'TEXT',
    text: 'payment that was paid; send the same one again for a duplicate',
    otherwise: 'a new one',
  },
  'payment-type': { type: 'string', value: 'TYPE', text: 'QRIS or CHECKOUT_PAGE', default: PartnerPaymentType.QRIS },
  'webhook-secret': WEBHOOK_SECRET,
  json: { type: 'boolean', text: 'the result as JSON' },
  help: HELP,
} as const satisfies Options;

const USAGE = `Usage: kgiton-sandbox trigger payment.success --to URL [options]

Sends one signed webhook; no sandbox needs to run. Exits with 0 if the webhook is acknowledged (2xx within 30 s), else
with 1.

${optionLines(OPTIONS)}`;

/** Sends one webhook, and prints the response. */
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
  const secret = values['webhook-secret'] ?? fromEnvironment('webhook-secret', process.env) ?? TEST_WEBHOOK_SECRET;
  const paymentTypes = Object.values(PartnerPaymentType);
  const body = paymentSuccessBody(
    {
      paymentId: values['payment-id'] ?? createIds().payment(''),
      transactionId: values['transaction-id'],
      amount: integer('--amount', values.amount, Number.MAX_SAFE_INTEGER),
      paymentType: oneOf('--payment-type', values['payment-type'], paymentTypes),
      paidAt: Date.now(),
    },
    secret,
  );
  const headers = webhookHeaders(body, secret);
  const result = await postWebhook({ url, body, headers }, fetch);
  const acknowledged = isAcknowledged(result);
  const outcome = `${acknowledged ? 'Acknowledged' : 'Not acknowledged'}: ${result.status ?? result.error}`;
  console.log(
    values.json
      ? JSON.stringify({ acknowledged, ...result, url, headers, body })
      : `${outcome} in ${result.duration} ms\n${body}`,
  );
  process.exitCode = acknowledged ? 0 : 1;
}
