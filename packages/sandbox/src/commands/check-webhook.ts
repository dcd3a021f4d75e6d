import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { type CheckResult, checkHandler } from '../check-webhook/check.js';
import { integer, parse, UsageError, webUrl } from './arguments.js';

const USAGE = `Usage: kgiton-sandbox check-webhook URL [options]

Tries a webhook handler with what KGiTON and others may send it, right and wrong, and tells what to mend. Every webhook
that is right tells of a payment that nobody made: try a test system. Exits with 0 if all is well, else with 1.

  --webhook-secret TEXT    the secret that the handler verifies with           whsec_test_kgiton
  --transaction-id TEXT    a transaction that the handler knows                TRX-2026-001
  --amount N               its amount, in whole rupiah                         50000
  --json                   the results as JSON
  --help`;

/** Tries a handler, and prints a table of what passed and what to mend. */
export async function checkWebhook(args: readonly string[]): Promise<void> {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      'webhook-secret': { type: 'string', default: TEST_WEBHOOK_SECRET },
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
    secret: values['webhook-secret'],
    transactionId: values['transaction-id'],
    amount: integer('--amount', values.amount, Number.MAX_SAFE_INTEGER - 1),
  });
  console.log(values.json ? JSON.stringify(results, null, 2) : table(results));
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
}

function table(results: readonly CheckResult[]): string {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = results.flatMap(({ name, expected, got, duration, passed, fix }) => [
    `${passed ? 'pass' : 'FAIL'}  ${name.padEnd(width)}  ${expected.padEnd(8)}  ${got}, ${duration} ms`,
    ...(fix ? [`      ${fix}`] : []),
  ]);
  const passed = results.filter((result) => result.passed).length;
  return [...lines, '', `${passed} of ${results.length} passed`].join('\n');
}
