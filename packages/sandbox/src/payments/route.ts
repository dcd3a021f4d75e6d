import { isUtf8 } from 'node:buffer';
import { setTimeout as delay } from 'node:timers/promises';
import {
  API_KEY_HEADER,
  type ErrorCode,
  type ErrorResponse,
  errorCatalogue,
  type FieldError,
  REQUEST_ID_HEADER,
} from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import { LONGEST_BODY } from '../http/read-body.js';
import type { CreatePayment } from './create-payment.js';
import type { Ids } from './ids.js';
import { LICENSE_KEYS } from './license-keys.js';
import { loggedBody } from './logged-body.js';
import type { PaymentRecord } from './payment.js';
import { errorExample, preference } from './prefer.js';
import type { RequestLog } from './request-log.js';
import { API_KEY_PREFIX, isApiKey } from './store.js';
import { unknownProperties } from './unknown-properties.js';

/** The header that names what was ignored. */
export const WARNING_HEADER = 'x-sandbox-warning';

/** A request to the path of the operation, whatever server received it. */
export interface RouteRequest {
  method: string;
  /** The origin that the request was sent to. */
  origin: string;
  /** A header, by its lower-case name. */
  header(name: string): string | undefined;
  /** Reads the body; undefined if it is longer than {@link LONGEST_BODY}. */
  readBody(): Promise<Uint8Array | undefined>;
}

export interface RouteResponse {
  status: number;
  headers: Record<string, string>;
  /** Null without a body. */
  body: string | null;
}

/** The operation of the contract, from bytes to bytes. Rejects only if the body breaks off. */
export type PaymentRoute = (request: RouteRequest) => Promise<RouteResponse>;

export interface PaymentRouteOptions {
  createPayment: CreatePayment;
  clocks: Clocks;
  ids: Ids;
  log: RequestLog;
  /** Milliseconds until the response is sent: a number, or the least and the most of a random one. */
  latency: number | readonly [least: number, most: number];
  /** The base of the URLs in a response, for a request to this origin. */
  linkOrigin(requested: string): string;
  /** Tells browsers which pages of other origins may send requests. */
  crossOrigin: {
    /** What the response to a page of this origin carries in addition. */
    responseHeaders(pageOrigin: string): Readonly<Record<string, string>> | undefined;
    /** The response to a browser's question whether a page may send a request; undefined if it is none. */
    preflight(header: RouteRequest['header']): RouteResponse | undefined;
  };
  /** Called with each new payment before the response is sent. */
  onCreated(payment: PaymentRecord): Promise<void>;
  /** Called after every request. */
  onRequest(): void;
  /** Called with each warning about what was ignored. */
  onWarning(warning: string): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

/** A response, with what the request log says of it. */
interface Outcome {
  status: number;
  /** JSON. */
  body: string;
  code?: string | undefined;
  errors?: readonly FieldError[] | undefined;
  warnings?: readonly string[];
}

export function createPaymentRoute(options: PaymentRouteOptions): PaymentRoute {
  const { createPayment, clocks, ids, log, linkOrigin, crossOrigin, onCreated, onRequest, onWarning, onError } =
    options;
  const [least, most] = typeof options.latency === 'number' ? [options.latency, options.latency] : options.latency;

  return async (request) => {
    if (request.method !== 'POST') {
      const preflight = request.method === 'OPTIONS' ? crossOrigin.preflight(request.header) : undefined;
      return preflight ?? { status: 405, headers: { ...TEXT, allow: 'POST, OPTIONS' }, body: 'Send a POST request.' };
    }
    const bytes = await request.readBody();
    const apiKey = request.header(API_KEY);
    const id = ids.request(apiKey);
    if (most > 0) await delay(least + Math.random() * (most - least));
    const text = bytes && decode(bytes);
    const sent = parse(request.header('content-type'), text);
    const outcome = await respond(request, bytes ? sent : 'too long', apiKey).catch((error) => {
      onError(error);
      return refusal('INTERNAL_ERROR');
    });

    const { status, code, errors = NONE, warnings = NONE } = outcome;
    const body = bytes ? loggedBody({ bytes, text, value: sent.value }, status >= 400) : '';
    log.add({ id, at: clocks.now(apiKey), apiKey, body, status, code, errors, warnings });
    const headers: Record<string, string> = { 'content-type': 'application/json', [REQUEST_ID_HEADER]: id };
    if (status === 413) headers.connection = 'close';
    if (warnings.length > 0) headers[WARNING_HEADER] = warnings.join('; ');
    const pageOrigin = request.header('origin');
    if (pageOrigin !== undefined) Object.assign(headers, crossOrigin.responseHeaders(pageOrigin));
    warnings.forEach(onWarning);
    onRequest();
    return { status, headers, body: outcome.body };
  };

  async function respond(request: RouteRequest, sent: Sent | 'too long', apiKey: string | undefined): Promise<Outcome> {
    if (sent === 'too long') return { ...refusal('VALIDATION_ERROR', TOO_LONG), status: 413 };
    if (!isApiKey(apiKey)) return { ...refusal('AUTHENTICATION_ERROR'), warnings: [API_KEY_HINT] };
    if (sent.problem !== undefined) return refusal('VALIDATION_ERROR', [{ path: '', message: sent.problem }]);
    const preferred = preference(request.header('prefer'));
    if (preferred && 'problem' in preferred) {
      return refusal('VALIDATION_ERROR', [{ path: '', message: preferred.problem }]);
    }
    if (preferred) {
      const { status, body } = preferred.example;
      return { status, body: JSON.stringify(body), code: (body as { code?: string }).code };
    }

    const decision = await createPayment(apiKey, sent.value, linkOrigin(request.origin));
    const warnings = unknownProperties(sent.value);
    if (decision.outcome === 'refused' && decision.code === 'INVALID_LICENSE') warnings.push(LICENSE_HINT);
    if (decision.outcome === 'refused') return { ...refusal(decision.code, decision.errors), warnings };
    if (decision.outcome === 'created') await onCreated(decision.payment);
    return { status: 200, body: decision.payment.response, warnings };
  }
}

const API_KEY = API_KEY_HEADER.toLowerCase();

const TEXT = { 'content-type': 'text/plain; charset=UTF-8' };

const NONE: readonly never[] = [];

const TOO_LONG: FieldError[] = [{ path: '', message: `must have at most ${LONGEST_BODY} bytes` }];

/** What the contract's own messages cannot say, because it is true of the sandbox only. */
const API_KEY_HINT = `the sandbox takes any ${API_KEY_HEADER} that begins with ${API_KEY_PREFIX}`;
const LICENSE_HINT = `the sandbox has license keys of its own, as ${LICENSE_KEYS[1]?.key}`;

/** The documented error, with what is wrong in this request. */
function refusal(code: ErrorCode, errors?: readonly FieldError[]): Outcome {
  const { errors: _, ...body } = errorExample(code).body as ErrorResponse;
  // The documented message is about the amount of the example.
  const amount = code === 'INVALID_AMOUNT' && errors?.find(({ path }) => path === '/amount');
  if (amount) body.message = `amount ${amount.message}.`;
  const text = JSON.stringify(errors ? { ...body, errors } : body);
  return { status: errorCatalogue[code].status, body: text, code, errors };
}

/** UTF-8, without a byte order mark at its start; undefined if it is none. */
function decode(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The value of a body, or why it has none. */
type Sent = { value: unknown; problem?: undefined } | { value?: undefined; problem: string };

/** Accepts JSON in UTF-8 only, as the contract requires. */
function parse(contentType: string | undefined, text: string | undefined): Sent {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    return { problem: 'must be sent with content-type: application/json' };
  }
  try {
    if (text !== undefined) return { value: JSON.parse(text) };
  } catch {
    // The problem is the same as for a body that is not UTF-8.
  }
  return { problem: 'must be JSON in UTF-8' };
}
