import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { checkHandler, isFine } from './check-webhook/check.js';
import { countAt } from './check-webhook/count.js';
import { table } from './check-webhook/table.js';
import { flag, HELP, integer, option, optionLines, parse, secretOf, UsageError, webUrl } from './options.js';

const OPTIONS = {
  'webhook-secret': option('TEXT', 'secret that the handler verifies with', TEST_WEBHOOK_SECRET),
  'transaction-id': option('TEXT', 'transaction that the handler knows', 'TRX-2026-001'),
  amount: option('N', 'its amount in whole rupiah', '50000'),
  probe: option('URL', 'where your test system tells how often it has counted a payment'),
  json: flag('the results as JSON: name, expected, verdict, status or error, duration, counted, mistake, fix'),
  help: HELP,
};

const USAGE = `Usage: kgiton-sandbox check-webhook URL [options]

Tests a webhook handler with valid and invalid webhooks, as KGiTON and others may send them, and says what to fix. Use
a test system: every valid webhook reports a payment that nobody made. Exits with 0 if nothing needs fixing (passed,
advice, unseen), with 1 if something does (failed, unproven, untried) or if the command cannot run.

No response shows whether a payment was counted twice. --probe URL does: a GET of it, with {payment_id} and
{transaction_id} replaced, or else appended as query parameters, returns how often the payment was counted, as a number
or as {"count": N}. The transaction must not be paid before the test.

${optionLines(OPTIONS, (name) => name === 'webhook-secret')}`;

/** Longer lines are hard to follow. */
const MAX_WIDTH = 100;

/** Tests a handler, and prints a table of what passed and what to fix. */
export async function checkWebhook(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (positionals.length > 1) throw new UsageError(`check-webhook: expected one URL, got ${positionals.length}.`);
  const url = webUrl('check-webhook', positionals[0]);
  const results = await checkHandler(url, fetch, {
    ...(values.probe !== undefined && { count: countAt(webUrl('--probe', values.probe), fetch) }),
    secret: secretOf(values),
    transactionId: values['transaction-id'] ?? OPTIONS['transaction-id'].otherwise,
    amount: integer('--amount', values.amount ?? OPTIONS.amount.otherwise, Number.MAX_SAFE_INTEGER - 1),
  });
  // Only a terminal shows colours; `hasColors` respects NO_COLOR.
  const isColoured = process.stdout.isTTY && process.stdout.hasColors();
  const width = Math.min(process.stdout.columns ?? MAX_WIDTH, MAX_WIDTH);
  console.log(values.json ? JSON.stringify(results, null, 2) : table(results, { isColoured, width }));
  process.exitCode = isFine(results) ? 0 : 1;
}
