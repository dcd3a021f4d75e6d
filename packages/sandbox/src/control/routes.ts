import { API_KEY_HEADER, type FieldError } from '@kgiton/contract';
import { type Context, Hono } from 'hono';
import { API_KEY_PREFIX, isApiKey } from '../payments/api-keys.js';
import { LONGEST_BODY } from '../payments/generate.js';
import { SandboxError, type SandboxErrorReason } from '../payments/sandbox-error.js';
import { isFromOwnSite } from '../server/own-site.js';
import { readLimited } from '../server/read-limited.js';
import type { Simulation } from './control.js';
import { errorCatalogue } from './generated/errors.js';
import type { operations } from './generated/openapi.js';
import { controlOperations as places } from './generated/operations.js';
import type { ErrorCode, ErrorResponse } from './generated/schemas.js';
import {
  type Violation,
  validateClockAdvance,
  validateFaultRequest,
  validateLicenseChange,
} from './generated/validators.js';
import { controlOperations } from './operations.js';

/** What the paths of the control API begin with. */
export const CONTROL_PATH = '/_sandbox';

/** The operations that have a body. */
const VALIDATORS: Partial<Record<keyof operations, (body: unknown) => Violation[]>> = {
  setLicense: validateLicenseChange,
  advanceClock: validateClockAdvance,
  setFault: validateFaultRequest,
};

const CODES: Record<SandboxErrorReason, ErrorCode> = {
  'not-found': 'NOT_FOUND',
  ambiguous: 'AMBIGUOUS',
  'already-paid': 'ALREADY_PAID',
  expired: 'EXPIRED',
  invalid: 'INVALID_REQUEST',
  timeout: 'INTERNAL_ERROR',
};

/** What ends a request, with what is wrong in it. */
class Refusal extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[] | undefined;

  constructor(code: ErrorCode, message: string, errors?: readonly FieldError[]) {
    super(message);
    this.code = code;
    this.errors = errors;
  }
}

export interface ControlRoutesOptions {
  simulation: Simulation;
  /** Aborts when the sandbox closes: then nobody waits any longer. */
  closing: AbortSignal;
  /** Told of what should not have happened. */
  onFault(error: unknown): void;
}

/** The control API: `openapi/sandbox.yaml`, whose paths and methods are generated. */
export function controlRoutes({ simulation, closing, onFault }: ControlRoutesOptions): Hono {
  const app = new Hono();
  const operation = controlOperations(simulation, closing);

  for (const id of Object.keys(places) as (keyof operations)[]) {
    const { method, path, query } = places[id];
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      if (!isFromOwnSite(context)) throw new Refusal('FORBIDDEN', 'The control API is not for pages of other sites.');
      const answer = await operation[id]({
        // Looked at only by the operations that have it.
        get apiKey() {
          return apiKeyOf(context);
        },
        name: context.req.param('id') ?? context.req.param('key') ?? '',
        query: queryOf(context, Object.keys(query)),
        body: await bodyOf(context, VALIDATORS[id]),
        signal: context.req.raw.signal,
      });
      return answer === undefined ? context.body(null, 204) : context.json(answer);
    });
  }

  app.get(`${CONTROL_PATH}/openapi.json`, async (context) => {
    // Loaded when somebody asks for it.
    const { controlDocument } = await import('./document.js');
    return context.body(controlDocument, 200, { 'content-type': 'application/json' });
  });
  app.all(`${CONTROL_PATH}/*`, ({ req }) => {
    throw new Refusal(
      'NOT_FOUND',
      `There is no ${req.method} ${req.path}; ${CONTROL_PATH}/openapi.json says what there is.`,
    );
  });
  app.onError((error, context) => {
    const { code, message, errors } = refusalOf(error);
    if (code === 'INTERNAL_ERROR') onFault(error);
    const body: ErrorResponse = { success: false, code, message, ...(errors && { errors: [...errors] }) };
    return context.json(body, errorCatalogue[code].status);
  });
  return app;
}

function refusalOf(error: Error): Pick<Refusal, 'code' | 'message' | 'errors'> {
  if (error instanceof Refusal) return error;
  if (error instanceof SandboxError) return { code: CODES[error.reason], message: error.message, errors: undefined };
  return { code: 'INTERNAL_ERROR', message: 'The sandbox failed; its log says more.', errors: undefined };
}

function apiKeyOf({ req }: Context): string | undefined {
  const apiKey = req.header(API_KEY_HEADER);
  if (apiKey === undefined || isApiKey(apiKey)) return apiKey;
  throw new Refusal('INVALID_REQUEST', `Expected ${API_KEY_HEADER} to begin with ${API_KEY_PREFIX}.`);
}

function queryOf({ req }: Context, known: readonly string[]): Record<string, string> {
  const query = req.query();
  const stranger = Object.keys(query).find((name) => !known.includes(name));
  if (stranger === undefined) return query;
  const expected = known.length > 0 ? `only ${known.join(', ')}` : 'nothing';
  throw new Refusal('INVALID_REQUEST', `Expected ${expected} in the query, got ${JSON.stringify(stranger)}.`);
}

async function bodyOf({ req }: Context, validate: ((body: unknown) => Violation[]) | undefined): Promise<unknown> {
  if (!validate) return undefined;
  const bytes = await readLimited(req.raw, LONGEST_BODY);
  if (!bytes) throw new Refusal('BODY_TOO_LARGE', `A body may have at most ${LONGEST_BODY} bytes.`);
  const body = parse(bytes);
  const errors = validate(body);
  if (errors.length > 0) throw new Refusal('INVALID_REQUEST', 'The request is not valid; errors says where.', errors);
  return body;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal('INVALID_REQUEST', 'Expected a body of JSON in UTF-8.');
  }
}
