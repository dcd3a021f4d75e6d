import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { checkHandler } from './check-webhook/check.js';
import { table } from './check-webhook/table.js';
import { flag, HELP, integer, option, optionLines, parse, secretOf, UsageError, webUrl } from './options.js';

const OPTIONS = {
  'webhook-secret': option('TEXT', 'secret that the handler verifies with', TEST_WEBHOOK_SECRET),
  'transaction-id': option('TEXT', 'transaction that the handler knows', 'TRX-2026-001'),
  amount: option('N', 'its amount in whole rupiah', '50000'),
  json: flag('the results as JSON: name, expected, verdict, status or error, duration, fix'),
  help: HELP,
};

const USAGE = `Usage: kgiton-sandbox check-webhook URL [options]

Tests a webhook handler with valid and invalid webhooks, as KGiTON and others may send them, and says what to fix. Use a
test system: every valid webhook reports a payment that nobody made. Exits with 0 if every case passes, else with 1.

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
  const results = await checkHandler(webUrl('check-webhook', positionals[0]), fetch, {
    secret: secretOf(values),
    transactionId: values['transaction-id'] ?? OPTIONS['transaction-id'].otherwise,
    amount: integer('--amount', values.amount ?? OPTIONS.amount.otherwise, Number.MAX_SAFE_INTEGER - 1),
  });
  // Only a terminal shows colours; `hasColors` respects NO_COLOR.
  const isColoured = process.stdout.isTTY && process.stdout.hasColors();
  const width = Math.min(process.stdout.columns ?? MAX_WIDTH, MAX_WIDTH);
  console.log(values.json ? JSON.stringify(results, null, 2) : table(results, { isColoured, width }));
  process.exitCode = results.every(({ verdict }) => verdict === 'passed') ? 0 : 1;
}
