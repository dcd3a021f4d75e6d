import type { HttpBindings } from '@hono/node-server';
import { API_KEY_HEADER } from '@kgiton/contract';
import { type Context, Hono } from 'hono';
import { matchedRoutes } from 'hono/route';
import document from '../../openapi.json' with { type: 'json' };
import type { Hosted } from '../hosted/hosted.js';
import { decode, parseJson } from '../http/json-body.js';
import type { Origins } from '../http/origins.js';
import { BODY_LIMIT, readRequestBody } from '../http/read-body.js';
import { METRICS_TYPE } from '../metrics/metrics.js';
import { STORE_UNAVAILABLE } from '../payments/outcome.js';
import { toUtf8 } from '../platform/node.js';
import { SandboxError, type SandboxErrorReason } from '../sandbox-error.js';
import { API_KEY_PREFIX, isApiKey } from '../store/store.js';
import { isStoreUnavailable } from '../store/store-unavailable-error.js';
import { errorCatalogue } from './generated/errors.js';
import type { operations } from './generated/openapi.js';
import { controlOperations as definitions } from './generated/operations.js';
import type { ErrorCode, ErrorResponse } from './generated/schemas.js';
import {
  type Violation,
  validateAttemptOutcome,
  validateClockAdvance,
  validateFaultRequest,
  validateLicenseChange,
  validateListenRequest,
} from './generated/validators.js';
import { type ControlSurroundings, controlOperations, JsonParts } from './operations.js';
import { Refusal } from './refusal.js';

/** The prefix of the control API's paths. */
export const CONTROL_PATH = '/_sandbox';

/** The operations that have a body. */
const VALIDATORS: Partial<Record<keyof operations, (body: unknown) => Violation[]>> = {
  setLicense: validateLicenseChange,
  advanceClock: validateClockAdvance,
  setFault: validateFaultRequest,
  listen: validateListenRequest,
  reportOutcome: validateAttemptOutcome,
};

const CODES: Record<SandboxErrorReason, ErrorCode> = {
  'not-found': 'NOT_FOUND',
  ambiguous: 'AMBIGUOUS',
  'already-paid': 'ALREADY_PAID',
  expired: 'EXPIRED',
  failed: 'FAILED',
  invalid: 'INVALID_REQUEST',
  timeout: 'INTERNAL_ERROR',
};

export interface ControlRoutesOptions extends ControlSurroundings {
  origins: Origins;
  /** What each request may use; without it, everybody may use everything. */
  authorize?: Hosted['authorize'] | undefined;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** The control API of `openapi/sandbox.yaml`, from which its paths and methods are generated. */
export function controlRoutes({ origins, authorize, onError, ...surroundings }: ControlRoutesOptions): Hono {
  const app = new Hono();
  const ofAll = controlOperations(surroundings);

  for (const id of Object.keys(definitions) as (keyof operations)[]) {
    const { method, path, query } = definitions[id];
    app.on(method, routePathOf(path), async (context) => {
      if (!origins.isFromOwnSite(context))
        throw new Refusal('FORBIDDEN', 'The control API is not for pages of other sites.');
      const grant = await authorize?.(id, { peer: peerOf(context), header: (name) => context.req.header(name) });
      const operation = grant ? controlOperations({ ...surroundings, control: grant.control }) : ofAll;
      const body = await operation[id]({
        // Read, and so checked, only by the operations that have it.
        get apiKey() {
          return grant ? grant.apiKey : apiKeyOf(context);
        },
        name: context.req.param('id') ?? context.req.param('key') ?? '',
        query: queryOf(context, Object.keys(query)),
        body: await bodyOf(context, VALIDATORS[id]),
        signal: context.req.raw.signal,
      });
      if (body instanceof JsonParts) {
        return context.body(await streamOf(body), 200, { 'content-type': 'application/json' });
      }
      if (typeof body === 'string') return context.body(body, 200, { 'content-type': METRICS_TYPE });
      return body === undefined ? context.body(null, 204) : context.json(body);
    });
  }

  // Imported rather than read: a bundle of the sandbox has no file beside it.
  app.get(`${CONTROL_PATH}/openapi.json`, (context) =>
    context.body(JSON.stringify(document, null, 2), 200, { 'content-type': 'application/json' }),
  );
  app.all(`${CONTROL_PATH}/*`, ({ req }) => {
    throw new Refusal(
      'NOT_FOUND',
      `There is no ${req.method} ${req.path}; ${CONTROL_PATH}/openapi.json says what there is.`,
    );
  });
  app.onError((error, context) => {
    const { code, message, details } = refusalOf(error);
    const { errors, retryAfter } = details;
    if (code === 'INTERNAL_ERROR' || isStoreUnavailable(error)) onError(error);
    if (retryAfter !== undefined) context.header('retry-after', String(retryAfter));
    const body: ErrorResponse = { success: false, code, message, ...(errors && { errors: [...errors] }) };
    return context.json(body, errorCatalogue[code].status);
  });
  return app;
}

/** A body in parts. The first is made before the response begins, which then is another one if that fails. */
async function streamOf({ parts }: JsonParts): Promise<ReadableStream<Uint8Array>> {
  let first: IteratorResult<string> | undefined = await parts.next();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = first ?? (await parts.next());
      first = undefined;
      if (done) controller.close();
      else controller.enqueue(toUtf8(value));
    },
    async cancel() {
      await parts.return?.();
    },
  });
}

/** The path of an operation as routes are written. */
function routePathOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

const OPERATIONS = new Map(
  Object.entries(definitions).map(([id, { method, path }]) => [`${method} ${routePathOf(path)}`, id]),
);

/** The id of the operation that a request belongs to; undefined if it is none. */
export function operationOf(context: Context): string | undefined {
  const names = matchedRoutes(context).map(({ method, path }) => OPERATIONS.get(`${method} ${path}`));
  return names.find((name) => name !== undefined);
}

/** The address that a request comes from, if it came over a socket. */
function peerOf({ env }: Context): string | undefined {
  return (env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress;
}

function refusalOf(error: Error): Pick<Refusal, 'code' | 'message' | 'details'> {
  if (error instanceof Refusal) return error;
  if (error instanceof SandboxError) return { code: CODES[error.reason], message: error.message, details: {} };
  if (isStoreUnavailable(error)) return { ...STORE_UNAVAILABLE, details: {} };
  return { code: 'INTERNAL_ERROR', message: 'The sandbox failed; its log says more.', details: {} };
}

function apiKeyOf({ req }: Context): string | undefined {
  const apiKey = req.header(API_KEY_HEADER);
  if (apiKey === undefined || isApiKey(apiKey)) return apiKey;
  throw new Refusal('INVALID_REQUEST', `Expected ${API_KEY_HEADER} to begin with ${API_KEY_PREFIX}.`);
}

function queryOf({ req }: Context, known: readonly string[]): Record<string, string> {
  const query = req.query();
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown === undefined) return query;
  const expected = known.length > 0 ? `only ${known.join(', ')}` : 'nothing';
  throw new Refusal('INVALID_REQUEST', `Expected ${expected} in the query, got ${JSON.stringify(unknown)}.`);
}

async function bodyOf({ req }: Context, validate: ((body: unknown) => Violation[]) | undefined): Promise<unknown> {
  if (!validate) return undefined;
  const bytes = await readRequestBody(req.raw);
  if (!bytes) throw new Refusal('BODY_TOO_LARGE', `A body may have ${BODY_LIMIT}.`);
  const { value, problem } = parseJson(bytes, decode(bytes), req.header('content-encoding'));
  if (problem !== undefined) throw new Refusal('INVALID_REQUEST', `The body ${problem}.`);
  const errors = validate(value);
  if (errors.length > 0)
    throw new Refusal('INVALID_REQUEST', 'The request is not valid; errors says where.', { errors });
  return value;
}
