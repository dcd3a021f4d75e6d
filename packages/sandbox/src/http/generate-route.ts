import {
  API_KEY_HEADER,
  type ErrorCode,
  type ErrorResponse,
  errorCatalogue,
  type FieldError,
  REQUEST_ID_HEADER,
} from '@kgiton/contract';
import type { Context } from 'hono';
import type { Clock } from '../engine/clock.js';
import type { Engine } from '../engine/engine.js';
import type { Ids } from '../engine/ids.js';
import type { Journal } from './journal.js';
import { errorExample, preference } from './prefer.js';
import { readLimited } from './read-limited.js';
import { unknownMembers } from './unknown-members.js';

/** Any API key that starts so is accepted, and is a world of its own. */
const API_KEY_PREFIX = 'kgiton_';

/** The longest body that is read, in bytes. */
const LONGEST_BODY = 1024 * 1024;

/** How much of a body the journal keeps, in bytes; decoded apart, so that the rest can be forgotten. */
const KEPT_BODY = 10_000;

/** The header that names what was ignored. */
export const WARNING_HEADER = 'x-sandbox-warning';

export interface GenerateRouteOptions {
  engine: Engine;
  clock: Clock;
  ids: Ids;
  journal: Journal;
  /** Waits as long as an answer is to take. */
  delay(): Promise<void>;
  /** Told of what was ignored. */
  onWarning(warning: string): void;
}

interface Answer {
  status: number;
  body: unknown;
  warnings?: readonly string[];
}

/** The one operation of the contract. */
export function generateRoute({ engine, clock, ids, journal, delay, onWarning }: GenerateRouteOptions) {
  return async (context: Context): Promise<Response> => {
    const id = ids.request();
    const apiKey = context.req.header(API_KEY_HEADER);
    const bytes = await readLimited(context.req.raw, LONGEST_BODY);
    await delay();
    if (!bytes) return context.text(`A body may have at most ${LONGEST_BODY} bytes.`, 413, { connection: 'close' });
    const { status, body, warnings = [] } = await answer(context, apiKey, bytes);
    const { code, errors = [] } = body as { code?: string; errors?: FieldError[] };
    journal.add({
      id,
      at: clock.now(),
      apiKey,
      body: new TextDecoder().decode(bytes.subarray(0, KEPT_BODY)),
      status,
      code,
      errors,
      warnings,
    });
    for (const warning of warnings) onWarning(warning);
    const headers = new Headers({ 'content-type': 'application/json', [REQUEST_ID_HEADER]: id });
    if (warnings.length > 0) headers.set(WARNING_HEADER, warnings.join('; '));
    return new Response(JSON.stringify(body), { status, headers });
  };

  async function answer(context: Context, apiKey: string | undefined, bytes: Uint8Array): Promise<Answer> {
    if (!apiKey?.startsWith(API_KEY_PREFIX)) return refusal('AUTHENTICATION_ERROR');
    const sent = parse(context.req.header('content-type'), bytes);
    if ('problem' in sent) return refusal('VALIDATION_ERROR', [{ path: '', message: sent.problem }]);
    const preferred = preference(context.req.header('prefer'));
    if (preferred && 'problem' in preferred) {
      return refusal('VALIDATION_ERROR', [{ path: '', message: preferred.problem }]);
    }
    if (preferred) return preferred.example;

    const { origin } = new URL(context.req.url);
    const decision = await engine.generate(apiKey, sent.value, {
      qrImage: (paymentId) => `${origin}/qr/${paymentId}.png`,
      checkoutPage: (paymentId) => `${origin}/pay/${paymentId}`,
    });
    const answered =
      decision.outcome === 'refused'
        ? refusal(decision.code, decision.errors)
        : { status: 200, body: decision.payment.response };
    return { ...answered, warnings: unknownMembers(sent.value) };
  }
}

/** The documented error, with what is wrong in this request. */
function refusal(code: ErrorCode, errors?: readonly FieldError[]): Answer {
  const { errors: _, ...body } = errorExample(code).body as ErrorResponse;
  return { status: errorCatalogue[code].status, body: errors ? { ...body, errors } : body };
}

/** JSON in UTF-8, as the contract demands, and nothing else. */
function parse(contentType: string | undefined, bytes: Uint8Array): { value: unknown } | { problem: string } {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    return { problem: 'must be sent with content-type: application/json' };
  }
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { problem: 'must be JSON in UTF-8' };
  }
}
