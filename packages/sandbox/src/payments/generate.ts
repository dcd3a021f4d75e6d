import { isUtf8 } from 'node:buffer';
import {
  API_KEY_HEADER,
  type ErrorCode,
  type ErrorResponse,
  errorCatalogue,
  type FieldError,
  REQUEST_ID_HEADER,
} from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import type { Journal } from '../server/request-log.js';
import { API_KEY_PREFIX, isApiKey } from './api-keys.js';
import type { Engine } from './create-payment.js';
import type { Ids } from './ids.js';
import { LICENSE_KEYS } from './license-keys.js';
import type { PaymentRecord } from './payment.js';
import { errorExample, preference } from './prefer.js';
import { unknownMembers } from './unknown-properties.js';
import { withoutPasswords } from './without-passwords.js';

/** The path of the contract's operation. */
export const GENERATE_PATH = '/api/partner/payment/generate';

/** The longest body that is read, in bytes. */
export const LONGEST_BODY = 1024 * 1024;

/** How much of a body the journal keeps, in bytes. */
const KEPT_BODY = 4_096;

/** The header that names what was ignored. */
export const WARNING_HEADER = 'x-sandbox-warning';

/** A request to generate a payment, whatever it came through. */
export interface GenerateCall {
  apiKey: string | undefined;
  contentType: string | undefined;
  prefer: string | undefined;
  /** The origin that the request was sent to. */
  origin: string;
  /** The origin of the page that sends it; undefined if no browser does. */
  pageOrigin: string | undefined;
  /** The body; undefined if it is longer than {@link LONGEST_BODY}. */
  body: Uint8Array | undefined;
}

export interface GenerateAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The one operation of the contract, from bytes to bytes. Never rejects. */
export type Generate = (call: GenerateCall) => Promise<GenerateAnswer>;

export interface GenerateOptions {
  engine: Engine;
  clocks: Clocks;
  ids: Ids;
  journal: Journal;
  /** What the addresses in an answer begin with, for a request to this origin. */
  originOf(requested: string): string;
  /** What an answer to a page of this origin carries on top. */
  pageHeaders(pageOrigin: string): Readonly<Record<string, string>> | undefined;
  /** Waits as long as an answer is to take; nothing, if it is to take no time. */
  delay: (() => Promise<void>) | undefined;
  /** Told of each new payment before it is answered. */
  onCreated(payment: PaymentRecord): Promise<void>;
  /** Told of every request, when it was answered. */
  onAnswered(): void;
  /** Told of what was ignored. */
  onWarning(warning: string): void;
  /** Told of what should not have happened. */
  onFault(error: unknown): void;
}

/** What a request is answered, and what the journal tells of it. */
interface Answer {
  status: number;
  /** JSON. */
  body: string;
  code?: string | undefined;
  errors?: readonly FieldError[] | undefined;
  warnings?: readonly string[];
}

export function createGenerate(options: GenerateOptions): Generate {
  const { engine, clocks, ids, journal, originOf, pageHeaders, delay, onCreated, onAnswered, onWarning, onFault } =
    options;

  return async (call) => {
    const id = ids.request(call.apiKey);
    if (delay) await delay();
    const text = call.body && decode(call.body);
    const sent = parse(call.contentType, text);
    const {
      status,
      body,
      code,
      errors = NONE,
      warnings = NONE,
    } = await answer(call, sent).catch((error) => {
      onFault(error);
      return refusal('INTERNAL_ERROR');
    });
    const kept = call.body ? keptOf(call.body, text, sent, status) : '';
    journal.add({ id, at: clocks.now(call.apiKey), apiKey: call.apiKey, body: kept, status, code, errors, warnings });
    const headers: Record<string, string> = { 'content-type': 'application/json', [REQUEST_ID_HEADER]: id };
    if (status === 413) headers.connection = 'close';
    if (warnings.length > 0) headers[WARNING_HEADER] = warnings.join('; ');
    if (call.pageOrigin !== undefined) Object.assign(headers, pageHeaders(call.pageOrigin));
    warnings.forEach(onWarning);
    onAnswered();
    return { status, headers, body };
  };

  async function answer(call: GenerateCall, sent: Sent): Promise<Answer> {
    const { apiKey } = call;
    if (!call.body) return { ...refusal('VALIDATION_ERROR', TOO_LONG), status: 413 };
    if (!isApiKey(apiKey)) return { ...refusal('AUTHENTICATION_ERROR'), warnings: [API_KEY_HINT] };
    if ('problem' in sent) return refusal('VALIDATION_ERROR', [{ path: '', message: sent.problem }]);
    const preferred = preference(call.prefer);
    if (preferred && 'problem' in preferred) {
      return refusal('VALIDATION_ERROR', [{ path: '', message: preferred.problem }]);
    }
    if (preferred) {
      const { status, body } = preferred.example;
      return { status, body: JSON.stringify(body), code: (body as { code?: string }).code };
    }

    const origin = originOf(call.origin);
    const decision = await engine.generate(apiKey, sent.value, {
      qrImage: (paymentId) => `${origin}/qr/${paymentId}.png`,
      checkoutPage: (paymentId) => `${origin}/pay/${paymentId}`,
    });
    const warnings = unknownMembers(sent.value);
    if (decision.outcome === 'refused' && decision.code === 'INVALID_LICENSE') warnings.push(LICENSE_HINT);
    if (decision.outcome === 'refused') return { ...refusal(decision.code, decision.errors), warnings };
    if (decision.outcome === 'created') await onCreated(decision.payment);
    return { status: 200, body: decision.payment.response, warnings };
  }
}

const NONE: readonly never[] = [];

const TOO_LONG: FieldError[] = [{ path: '', message: `must have at most ${LONGEST_BODY} bytes` }];

/** What the contract's own messages cannot say, because only the sandbox is so. */
const API_KEY_HINT = `the sandbox takes any ${API_KEY_HEADER} that begins with ${API_KEY_PREFIX}`;
const LICENSE_HINT = `the sandbox has license keys of its own, as ${LICENSE_KEYS[1]?.key}`;

/** The documented error, with what is wrong in this request. */
function refusal(code: ErrorCode, errors?: readonly FieldError[]): Answer {
  const { errors: _, ...body } = errorExample(code).body as ErrorResponse;
  // The documented message is about another amount.
  const amount = code === 'INVALID_AMOUNT' && errors?.find(({ path }) => path === '/amount');
  if (amount) body.message = `amount ${amount.message}.`;
  const text = JSON.stringify(errors ? { ...body, errors } : body);
  return { status: errorCatalogue[code].status, body: text, code, errors };
}

/** UTF-8, without a byte order mark at its begin; undefined if it is none. */
function decode(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** What a body is, or why it is nothing that the contract has. */
type Sent = { value: unknown } | { problem: string };

/** JSON in UTF-8, as the contract demands, and nothing else. */
function parse(contentType: string | undefined, text: string | undefined): Sent {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    return { problem: 'must be sent with content-type: application/json' };
  }
  try {
    if (text !== undefined) return { value: JSON.parse(text) };
  } catch {
    // Told below, as what is no UTF-8.
  }
  return { problem: 'must be JSON in UTF-8' };
}

/** The begin of a long body is decoded apart: a part of its text would hold on to the whole. */
function keptOf(bytes: Uint8Array, text: string | undefined, sent: Sent, status: number): string {
  const whole = text ?? new TextDecoder().decode(bytes);
  // Before it is cut: what is left of an address need not show that a password is in it.
  const kept = withoutPasswords(whole, 'value' in sent ? sent.value : undefined, status >= 400);
  if (kept.length <= KEPT_BODY && bytes.length <= KEPT_BODY) return kept;
  return new TextDecoder().decode((kept === text ? bytes : Buffer.from(kept)).subarray(0, KEPT_BODY));
}
