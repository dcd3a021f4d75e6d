import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { integer, parse, twinOf, UsageError, webUrl } from './arguments.js';
import { checkHandler } from './check-webhook/check.js';
import { table } from './check-webhook/table.js';

const USAGE = `Usage: kgiton-sandbox check-webhook URL [options]

Tries a webhook handler with what KGiTON and others may send it, right and wrong, and tells what to mend. Every webhook
that is right tells of a payment that nobody made: try a test system. Exits with 0 if all is well, else with 1.

  --webhook-secret TEXT    the secret that the handler verifies with    whsec_test_kgiton  KGITON_SANDBOX_WEBHOOK_SECRET
  --transaction-id TEXT    a transaction that the handler knows         TRX-2026-001
  --amount N               its amount, in whole rupiah                  50000
  --json                   the results as JSON: name, expected, verdict, status or error, duration, fix
  --help`;

/** Wider, and the eye loses the line. */
const WIDEST = 100;

/** Tries a handler, and prints a table of what passed and what to mend. */
export async function checkWebhook(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      'webhook-secret': { type: 'string' },
      'transaction-id': { type: 'string', default: 'TRX-2026-001' },
      amount: { type: 'string', default: '50000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (positionals.length > 1) throw new UsageError(`check-webhook: expected one URL, got ${positionals.length}.`);
  const results = await checkHandler(webUrl('check-webhook', positionals[0]), fetch, {
    secret: values['webhook-secret'] ?? twinOf('webhook-secret', process.env) ?? TEST_WEBHOOK_SECRET,
    transactionId: values['transaction-id'],
    amount: integer('--amount', values.amount, Number.MAX_SAFE_INTEGER - 1),
  });
  // Only a terminal knows colours, and it heeds NO_COLOR.
  const isColoured = process.stdout.isTTY && process.stdout.hasColors();
  const width = Math.min(process.stdout.columns ?? WIDEST, WIDEST);
  console.log(values.json ? JSON.stringify(results, null, 2) : table(results, { isColoured, width }));
  process.exitCode = results.every(({ verdict }) => verdict === 'passed') ? 0 : 1;
}
