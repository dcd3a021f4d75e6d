import { setMaxListeners } from 'node:events';
import type { ForwardedAttempt } from '../control/generated/schemas.js';
import { API_KEY_PREFIX, isApiKey } from '../store/store.js';
import { type Acknowledgement, isAcknowledged } from '../webhooks/send.js';
import { createConnection, Rejected } from './listen/connection.js';
import { createForwarder } from './listen/forwarder.js';
import { flag, HELP, option, optionLines, parse, UsageError, webUrl } from './options.js';

const DEFAULT_SERVER = 'http://127.0.0.1:4020';

const OPTIONS = {
  server: option('URL', 'the sandbox', DEFAULT_SERVER),
  'api-key': option('KEY', 'the account whose webhooks to forward', 'KGITON_API_KEY'),
  'forward-to': option('URL', 'your handler'),
  json: flag('the outcomes as JSON, one object per line'),
  help: HELP,
};

const USAGE = `Usage: kgiton-sandbox listen --api-key KEY --forward-to URL [options]

Forwards the webhooks of an account to a handler that the sandbox cannot reach, such as one on your machine while the
sandbox runs on a server or in a container. It sends the same bytes, and your handler's response becomes the result of
the attempt. If the connection breaks, it reconnects; webhooks wait for it for 30 seconds. Ctrl-C stops it.

${optionLines(OPTIONS, () => false)}`;

/** Milliseconds between two requests while no more attempts can be sent: they say that it still listens. */
const RENEWAL = 10_000;

/** Forwards webhooks to a handler until it is interrupted. */
export async function listen(args: readonly string[]): Promise<void> {
  const { values } = parse({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const server = webUrl('--server', values.server ?? DEFAULT_SERVER).replace(/\/+$/, '');
  const handler = webUrl('--forward-to', values['forward-to']);
  const apiKey = apiKeyOf(values['api-key'] ?? process.env.KGITON_API_KEY);
  const interrupted = interruption();
  const warn = (line: string) => console.error(line);
  const connection = createConnection({ server, apiKey, interrupted, warn });
  const onOutcome = values.json ? printJson : print;
  const forwarder = createForwarder({ handler, report: connection.report, onOutcome, warn });
  try {
    for (let isNew = true; !interrupted.aborted; await forwarder.capacity(RENEWAL)) {
      const attempts = await connection.listen({ is_new: isNew, known: forwarder.inFlight() });
      if (!attempts) break;
      if (isNew) warn(`Forwarding webhooks to ${handler}. Press Ctrl-C to stop.`);
      isNew = false;
      for (const attempt of attempts) forwarder.send(attempt);
    }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    console.error(`kgiton-sandbox: listen: ${error.message}`);
    process.exitCode = 1;
  }
  const { length } = forwarder.inFlight();
  if (length > 0) warn(`Waiting for ${length} ${length === 1 ? 'response' : 'responses'} of your handler …`);
  // First, so that the sandbox sends what comes from now on.
  await connection.stop();
  await forwarder.idle();
}

/** Aborts when the user wants to stop, or when nobody reads the output any more. A second signal ends the process. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  // Each outcome that is being reported listens.
  setMaxListeners(0, controller.signal);
  const interrupt = () => controller.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupt);
  process.stdout.on('error', interrupt);
  return controller.signal;
}

/** @throws {UsageError} that does not show the key */
function apiKeyOf(given = ''): string {
  if (isApiKey(given) && /^[\x21-\x7e]+$/.test(given)) return given;
  const place = '--api-key, or KGITON_API_KEY in the environment';
  throw new UsageError(`listen: expected an API key that begins with ${API_KEY_PREFIX} in ${place}.`);
}

function print({ transaction_id, payment_id }: ForwardedAttempt, { status, error, duration }: Acknowledgement): void {
  console.log(`${transaction_id} (${payment_id}): ${status ?? error} in ${duration} ms`);
}

function printJson({ slowness_ms, ...attempt }: ForwardedAttempt, outcome: Acknowledgement): void {
  const { status = null, error = null, responseBody = null, duration } = outcome;
  const result = { acknowledged: isAcknowledged(outcome), status, error, response_body: responseBody };
  console.log(JSON.stringify({ ...attempt, ...result, duration_ms: duration }));
}
