import { PartnerPaymentType, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { createIds } from '../payments/ids.js';
import { paymentSuccessBody, webhookHeaders } from '../webhooks/payload.js';
import { isAcknowledged, postWebhook } from '../webhooks/send.js';
import { flag, HELP, integer, oneOf, option, optionLines, parse, secretOf, UsageError, webUrl } from './options.js';

const OPTIONS = {
  to: option('URL', 'where to send it'),
  amount: option('N', 'amount in whole rupiah', '50000'),
  'transaction-id': option('TEXT', 'transaction that was paid', 'TRX-2026-001'),
  'payment-id': option('TEXT', 'payment that was paid; send the same one again for a duplicate', 'a new one'),
  'payment-type': option('TYPE', 'QRIS or CHECKOUT_PAGE', PartnerPaymentType.QRIS),
  'webhook-secret': option('TEXT', 'secret that signs the webhook', TEST_WEBHOOK_SECRET),
  json: flag('the result as JSON'),
  help: HELP,
};

const USAGE = `Usage: kgiton-sandbox trigger payment.success --to URL [options]

Sends one signed webhook; no sandbox needs to run. Exits with 0 if the webhook is acknowledged (2xx within 30 s), else
with 1.

${optionLines(OPTIONS, (name) => name === 'webhook-secret')}`;

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
  const secret = secretOf(values);
  const paymentTypes = Object.values(PartnerPaymentType);
  const body = paymentSuccessBody(
    {
      paymentId: values['payment-id'] ?? createIds().payment(''),
      transactionId: values['transaction-id'] ?? OPTIONS['transaction-id'].otherwise,
      amount: integer('--amount', values.amount ?? OPTIONS.amount.otherwise, Number.MAX_SAFE_INTEGER),
      paymentType: oneOf('--payment-type', values['payment-type'] ?? PartnerPaymentType.QRIS, paymentTypes),
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
