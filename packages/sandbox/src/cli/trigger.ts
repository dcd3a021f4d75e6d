import { PartnerPaymentType, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { createIds } from '../payments/ids.js';
import { paymentSuccessBody, webhookHeaders } from '../webhooks/payload.js';
import { isAcknowledged, postWebhook } from '../webhooks/send.js';
import { integer, parse, twinOf, UsageError, webUrl } from './arguments.js';

const USAGE = `Usage: kgiton-sandbox trigger payment.success --to URL [options]

Sends one signed webhook, without any sandbox running. Exits with 0 if it was acknowledged (2xx within 30 s), else
with 1.

  --to URL                 where to
  --amount N               whole rupiah                                 50000
  --transaction-id TEXT    the transaction that was paid                TRX-2026-001
  --payment-id TEXT        the payment; the same one twice is a repeat  another each time
  --payment-type TYPE      QRIS or CHECKOUT_PAGE                        QRIS
  --webhook-secret TEXT    what it is signed with                       whsec_test_kgiton  KGITON_SANDBOX_WEBHOOK_SECRET
  --json                   the result as JSON
  --help`;

/** Sends one webhook, and tells how it was answered. */
export async function trigger(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      amount: { type: 'string', default: '50000' },
      'transaction-id': { type: 'string', default: 'TRX-2026-001' },
      'payment-id': { type: 'string' },
      'payment-type': { type: 'string', default: PartnerPaymentType.QRIS },
      'webhook-secret': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (positionals.length !== 1 || positionals[0] !== 'payment.success') {
    throw new UsageError(`trigger: expected the event payment.success, got ${JSON.stringify(positionals.join(' '))}.`);
  }
  const url = webUrl('--to', values.to);
  const secret = values['webhook-secret'] ?? twinOf('webhook-secret', process.env) ?? TEST_WEBHOOK_SECRET;
  const body = paymentSuccessBody(
    {
      paymentId: values['payment-id'] ?? createIds().payment(''),
      transactionId: values['transaction-id'],
      amount: integer('--amount', values.amount, Number.MAX_SAFE_INTEGER),
      paymentType: paymentType(values['payment-type']),
      paidAt: Date.now(),
    },
    secret,
  );
  const headers = webhookHeaders(body, secret);
  const result = await postWebhook({ url, body, headers }, fetch);
  const acknowledged = isAcknowledged(result);
  if (values.json) console.log(JSON.stringify({ acknowledged, ...result, url, headers, body }));
  else
    console.log(
      `${acknowledged ? 'Acknowledged' : 'Not acknowledged'}: ${result.status ?? result.error} in ${result.duration} ms\n${body}`,
    );
  process.exitCode = acknowledged ? 0 : 1;
}

function paymentType(given: string): PartnerPaymentType {
  const known = Object.values(PartnerPaymentType);
  const type = known.find((candidate) => candidate === given);
  if (type) return type;
  throw new UsageError(`--payment-type: expected ${known.join(' or ')}, got ${JSON.stringify(given)}.`);
}
