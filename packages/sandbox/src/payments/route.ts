import { API_KEY_HEADER, type FieldError, REQUEST_ID_HEADER } from '@kgiton/contract';
import type { Clocks } from '../clock/clocks.js';
import { controlOperations } from '../control/generated/operations.js';
import type { RequestFault } from '../faults.js';
import { decode, type JsonBody, parseJson } from '../http/json-body.js';
import type { Origins } from '../http/origins.js';
import { BODY_LIMIT } from '../http/read-body.js';
import type { Metrics } from '../metrics/metrics.js';
import { errorAddress, guideAddress } from '../pages/guides.js';
import { API_KEY_PREFIX, isApiKey, type Store } from '../store/store.js';
import { waitUntil } from '../wait.js';
import type { Ids } from './ids.js';
import { loggedBody } from './logged-body.js';
import { type OperationMatch, type Operations, operationAt } from './operations.js';
import { type Cut, failure, type Outcome, refusal } from './outcome.js';
import { ownText } from './own-text.js';
import { preference } from './prefer.js';
import { performWithFault } from './request-faults.js';
import { headerText } from './unknown-properties.js';

/** The header that names what was ignored. */
export const WARNING_HEADER = 'x-sandbox-warning';

/** A request, whatever server received it. */
export interface RouteRequest {
  method: string;
  /** The path with its query. */
  url: string;
  /** The origin that the request was sent to. */
  origin: string;
  /** A header, by its lower-case name. */
  header(name: string): string | undefined;
  /** Reads the body; undefined if it has more than {@link BODY_LIMIT}. */
  readBody(): Promise<Uint8Array | undefined>;
  /** A signal that aborts when the client gives up. Read only while somebody waits for it. */
  gone(): AbortSignal;
}

export interface RouteResponse {
  status: number;
  headers: Record<string, string>;
  /** Null without a body. */
  body: string | null;
}

/** What becomes of a request: a response, or a connection that ends without one. */
export type RouteResult = (RouteResponse & { cut?: undefined }) | { cut: Cut };

/**
 * The operations of the contract, from bytes to bytes. Returns undefined for a path that belongs to none. Rejects only if
 * the body breaks off.
 */
export type PaymentRoute = (request: RouteRequest) => Promise<RouteResult> | undefined;

export interface PaymentRouteOptions {
  operations: Operations;
  clocks: Clocks;
  ids: Ids;
  store: Pick<Store, 'logRequest' | 'takeRequestFault'>;
  metrics: Metrics;
  /** Whether an API key has an account; without it, every API key begins one. */
  isAccount?: ((apiKey: string) => Promise<boolean>) | undefined;
  /** Aborts when the sandbox closes. */
  closing: AbortSignal;
  /** Milliseconds until the response is sent: a number, or the least and the most of a random one. */
  latency: number | readonly [least: number, most: number];
  origins: Pick<Origins, 'linkOrigin'>;
  /** Tells browsers which pages of other origins may send requests. */
  crossOrigin: {
    /** What the response to a page of this origin carries in addition. */
    responseHeaders(pageOrigin: string): Readonly<Record<string, string>> | undefined;
    /** The response to a browser's question whether a page may send a request; undefined if it is none. */
    preflight(header: RouteRequest['header'], method: string): RouteResponse | undefined;
  };
  /** Where the guides are, to which errors and warnings lead. */
  docsUrl: string;
  /** Called with each warning about what was ignored. */
  onWarning(warning: string): void;
  /** Called with unexpected errors. */
  onError(error: unknown): void;
}

export function createPaymentRoute(options: PaymentRouteOptions): PaymentRoute {
  const { operations, clocks, ids, store, metrics, isAccount, closing, origins, crossOrigin, docsUrl } = options;
  const { onWarning, onError } = options;
  const [least, most] = typeof options.latency === 'number' ? [options.latency, options.latency] : options.latency;

  return (request) => {
    const [path, query] = split(request.url);
    const operation = operationAt(path);
    if (!operation) return undefined;
    const statusOf = (result: RouteResult) => (result.cut === undefined ? result.status : 'none');
    return metrics.track(respond(request, operation, path, query), () => operation.id, statusOf);
  };

  async function respond(
    request: RouteRequest,
    operation: OperationMatch,
    path: string,
    query: string,
  ): Promise<RouteResult> {
    const { method } = operation;
    if (request.method !== method) {
      const preflight = request.method === 'OPTIONS' ? crossOrigin.preflight(request.header, method) : undefined;
      const body = `Send a ${method} request.`;
      return preflight ?? { status: 405, headers: { ...TEXT, allow: `${method}, OPTIONS` }, body };
    }
    const apiKey = request.header(API_KEY);
    if (isAccount && !(isApiKey(apiKey) && (await isAccount(apiKey)))) return withoutAccount(request);
    const bytes = await request.readBody();
    const id = ids.request(apiKey);
    if (most > 0) await waitUntil([], least + Math.random() * (most - least));
    const text = bytes && decode(bytes);
    const sent = method === 'GET' || !bytes ? NOTHING : sentBody(request, bytes, text);
    const failed = (error: unknown) => {
      onError(error);
      return failure(error);
    };
    const responding = () => perform(request, operation, bytes ? sent : 'too long', apiKey).catch(failed);
    // A part of a path; a parser copies each text of a body.
    const transactionId = operation.parameter ? ownText(operation.parameter) : transactionIdOf(sent.value);
    const wait = (milliseconds?: number) => waitUntil([request.gone(), closing], milliseconds);
    let fault: RequestFault | undefined;
    let outcome: Outcome;
    try {
      if (isApiKey(apiKey)) fault = await store.takeRequestFault(apiKey, transactionId);
      outcome = await (fault ? performWithFault(fault, { perform: responding, wait }) : responding());
    } catch (error) {
      outcome = failed(error);
    }

    const { code, errors = NONE, cut } = outcome;
    const status = cut ? undefined : outcome.status;
    const all = [...(outcome.warnings ?? NONE), ...ignored(method, query, bytes)];
    const warnings = all.length > 0 ? limited(all) : NONE;
    const body = bytes ? loggedBody({ bytes, text, value: sent.value }, outcome.status >= 400) : '';
    try {
      await store.logRequest({
        id,
        at: await clocks.now(apiKey),
        apiKey,
        method,
        path: loggedPath(path, request.url),
        transactionId: loggedTransaction(transactionId),
        body,
        status,
        fault,
        code,
        errors,
        warnings,
      });
    } catch (error) {
      // A response counts more than its place in the log.
      onError(error);
    }
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      [REQUEST_ID_HEADER]: id,
      ...outcome.headers,
    };
    if (!bytes) headers.connection = 'close';
    if (warnings.length > 0) headers[WARNING_HEADER] = warnings.join('; ');
    const help: string[] = [];
    if (code) help.push(errorAddress(docsUrl, 'en', code));
    if (warnings.length > 0) help.push(guideAddress(docsUrl, 'en', 'warnings'));
    if (help.length > 0) headers.link = help.map((address) => `<${address}>; rel="help"`).join(', ');
    Object.assign(headers, crossOriginHeaders(request));
    warnings.forEach(onWarning);
    return cut ? { cut } : { status: outcome.status, headers, body: outcome.body };
  }

  /** The response to a request without the API key of an account. Nothing of it is kept. */
  function withoutAccount(request: RouteRequest): RouteResponse {
    const { status, body } = refusal('AUTHENTICATION_ERROR');
    const headers = { 'content-type': 'application/json', [WARNING_HEADER]: ACCOUNT_HINT };
    return { status, headers: { ...headers, ...crossOriginHeaders(request) }, body };
  }

  function crossOriginHeaders(request: RouteRequest): Readonly<Record<string, string>> | undefined {
    const pageOrigin = request.header('origin');
    return pageOrigin === undefined ? undefined : crossOrigin.responseHeaders(pageOrigin);
  }

  async function perform(
    request: RouteRequest,
    { id, method, parameter }: OperationMatch,
    sent: JsonBody | 'too long',
    apiKey: string | undefined,
  ): Promise<Outcome> {
    if (sent === 'too long' && method !== 'GET') return { ...refusal('VALIDATION_ERROR', TOO_LONG), status: 413 };
    if (!isApiKey(apiKey)) return { ...refusal('AUTHENTICATION_ERROR'), warnings: [API_KEY_HINT] };
    const { value: body, problem } = sent === 'too long' ? NOTHING : sent;
    if (problem !== undefined) return refusal('VALIDATION_ERROR', [{ path: '', message: problem }]);
    const preferred = preference(request.header('prefer'), id);
    if (preferred && 'problem' in preferred) {
      return refusal('VALIDATION_ERROR', [{ path: '', message: preferred.problem }]);
    }
    if (preferred) {
      const { status, body } = preferred.example;
      return { status, body: JSON.stringify(body), code: (body as { code?: string }).code };
    }
    return operations[id]({ apiKey, parameter, body, origin: origins.linkOrigin(request.origin) });
  }
}

const API_KEY = API_KEY_HEADER.toLowerCase();

const TEXT = { 'content-type': 'text/plain; charset=UTF-8' };

const NONE: readonly never[] = [];

const TOO_LONG: FieldError[] = [{ path: '', message: `must have ${BODY_LIMIT}` }];

const API_KEY_HINT = `the sandbox takes any ${API_KEY_HEADER} that begins with ${API_KEY_PREFIX}`;

const ACCOUNT_HINT = `this sandbox is hosted: POST ${controlOperations.createAccount.path} creates an account with its ${API_KEY_HEADER}`;

/** How much of a path or an id the request log keeps, in characters. */
const LONGEST_NAME = 200;

/** Characters of all warnings together. Many clients and proxies refuse headers of more than 8 KB. */
const LONGEST_WARNINGS = 2_000;

/** More than this many query parameters are not named. */
const MOST_PARAMETERS = 5;

function split(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** Warnings about a query, which no operation has, and about the body of a `GET` request. */
function ignored(method: string, query: string, bytes: Uint8Array | undefined): readonly string[] {
  if (!query && method !== 'GET') return NONE;
  const names = [...new Set(new URLSearchParams(query).keys())].slice(0, MOST_PARAMETERS);
  const parameters = names.map((name) => `query parameter ${headerText(name)} is ignored`);
  return method === 'GET' && bytes?.length !== 0 ? [...parameters, 'the body is ignored'] : parameters;
}

/** As many warnings as one header should carry. */
function limited(warnings: readonly string[]): readonly string[] {
  let room = LONGEST_WARNINGS;
  const cut = warnings.findIndex(({ length }) => {
    room -= length;
    return room < 0;
  });
  return cut < 0 ? warnings : [...warnings.slice(0, cut), `${warnings.length - cut} more warnings are not shown`];
}

/** A path of an operation as the request log keeps it: no id is longer. */
function loggedPath(path: string, url: string): string {
  if (path.length > LONGEST_NAME) return `${ownText(path.slice(0, LONGEST_NAME))}…`;
  return path === url ? path : ownText(path);
}

/** A transaction id as the request log keeps it, unless it is too long for one. */
function loggedTransaction(given: string | undefined): string | undefined {
  return given !== undefined && given.length <= LONGEST_NAME ? given : undefined;
}

/** The transaction that a body is about, if it names one. */
function transactionIdOf(body: unknown): string | undefined {
  const id = (body as { transaction_id?: unknown } | null | undefined)?.transaction_id;
  return typeof id === 'string' ? id : undefined;
}

/** Of a request to an operation without a body. */
const NOTHING: JsonBody = { value: undefined };

/** Accepts JSON in UTF-8 only, as the contract requires. */
function sentBody({ header }: RouteRequest, bytes: Uint8Array, text: string | undefined): JsonBody {
  if (/^application\/json\s*(;|$)/i.test(header('content-type') ?? '')) {
    return parseJson(bytes, text, header('content-encoding'));
  }
  return { problem: 'must be sent with content-type: application/json' };
}
