import type { ForwardedAttempt } from '../control/generated/schemas.js';
import { type Acknowledgement, isAcknowledged } from '../webhooks/send.js';
import { createConnection, Refused } from './listen/connection.js';
import { createHandover } from './listen/handover.js';
import { flag, HELP, option, optionLines, parse, UsageError, webUrl } from './options.js';

const DEFAULT_SERVER = 'http://127.0.0.1:4020';

const OPTIONS = {
  server: option('URL', 'the sandbox', DEFAULT_SERVER),
  'api-key': option('KEY', 'the account whose webhooks to take', 'KGITON_API_KEY'),
  'forward-to': option('URL', 'your handler'),
  json: flag('the outcomes as JSON, one object per line'),
  help: HELP,
};

const USAGE = `Usage: kgiton-sandbox listen --api-key KEY --forward-to URL [options]

Brings the webhooks of an account to a handler that the sandbox does not reach, such as one on your machine while the
sandbox runs on a server or in a container. It sends the same bytes, and your handler's response becomes the result of
the attempt. If the connection breaks, it connects again, and no webhook is lost or sent twice. Ctrl-C ends it.

${optionLines(OPTIONS, () => false)}`;

/** Takes webhooks to a handler until it is interrupted. */
export async function listen(args: readonly string[]): Promise<void> {
  const { values } = parse({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const server = webUrl('--server', values.server ?? DEFAULT_SERVER).replace(/\/+$/, '');
  const handler = webUrl('--forward-to', values['forward-to']);
  const apiKey = values['api-key'] ?? process.env.KGITON_API_KEY;
  if (!apiKey)
    throw new UsageError('--api-key: expected the API key of an account, or KGITON_API_KEY in the environment.');

  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const tell = (line: string) => console.error(line);
  const connection = createConnection({ server, apiKey, interrupted: interrupted.signal, tell });
  const handover = createHandover({
    handler,
    report: connection.report,
    onOutcome: values.json ? printJson : print,
    tell,
  });
  try {
    let isNew = true;
    while (!interrupted.signal.aborted) {
      const attempts = await connection.listen({ is_new: isNew, known: handover.known() });
      if (attempts && isNew) tell(`Webhooks of this account come to ${handler} now. Ctrl-C ends it.`);
      if (attempts) isNew = false;
      for (const attempt of attempts ?? []) handover.take(attempt);
      await handover.room();
    }
    await handover.end();
    await connection.stop();
  } catch (error) {
    if (error instanceof Refused) throw new UsageError(`listen: ${error.message}`);
    throw error;
  }
}

function print({ transaction_id, payment_id }: ForwardedAttempt, { status, error, duration }: Acknowledgement): void {
  console.log(`${transaction_id} (${payment_id}): ${status ?? error} in ${duration} ms`);
}

function printJson({ slowness_ms, ...attempt }: ForwardedAttempt, outcome: Acknowledgement): void {
  console.log(JSON.stringify({ ...attempt, acknowledged: isAcknowledged(outcome), ...outcome }));
}
