import { type Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import type { Send } from './send.js';

/** Addresses that look public but belong to the machine's own cloud: Azure's metadata, DNS and health service. */
const CLOUD_ADDRESSES = ['168.63.129.16'];

/** The library's message about an address that it refuses. */
const REFUSAL = /^DNS lookup ([^(]+)\(.* is not allowed/;

/** A webhook was to go to an address that is not public. */
class PrivateNetworkError extends Error {}

const PUBLIC_ONLY = 'this sandbox is hosted, and sends webhooks to public addresses only';

export interface PublicNetworkOptions {
  /** Addresses and CIDR ranges that are allowed nevertheless. */
  allowed?: readonly string[];
  /**
   * Whether many share the sandbox: then errors do not tell what a name resolves to in its network.
   * @default false
   */
  isHosted?: boolean;
  /**
   * Resolves a host name.
   * @default the lookup of node:dns
   */
  lookup?: LookupFunction;
  /**
   * The address to connect from.
   * @default the system's choice
   */
  localAddress?: string;
}

/**
 * Sends to public addresses only: not to loopback, link-local, private, carrier-grade-NAT, unique-local, multicast,
 * broadcast, unspecified, reserved and cloud metadata ones. What counts is the address of the connection, so a name that
 * resolves to such an address is refused too. Follows no redirect, and returns the status of the response only.
 *
 * @throws when the address is refused, or nobody responds
 */
export function publicNetworkOnly({
  allowed = [],
  isHosted = false,
  lookup,
  localAddress,
}: PublicNetworkOptions = {}): Send {
  const filter = {
    allowIPAddressList: [...allowed],
    denyIPAddressList: CLOUD_ADDRESSES,
    ...(lookup && { lookup }),
    ...(localAddress && { localAddress }),
  };
  const http = new RequestFilteringHttpAgent(filter);
  const https = new RequestFilteringHttpsAgent(filter);
  return async (request) => {
    const isSecure = request.url.startsWith('https:');
    try {
      return await (isSecure ? send(request, requestHttps, https) : send(request, requestHttp, http));
    } catch (error) {
      throw isHosted && error instanceof PrivateNetworkError ? new Error(PUBLIC_ONLY) : error;
    }
  };
}

async function send(request: Request, start: typeof requestHttp, agent: Agent): Promise<Response> {
  const { method, url, signal, headers } = request;
  // A slow webhook brings its length, and its body as a stream. Any other body is complete.
  const body = headers.has('content-length')
    ? Readable.fromWeb(request.body as NodeReadableStream)
    : Buffer.from(await request.arrayBuffer());
  const status = await new Promise<number>((resolve, reject) => {
    const outgoing = start(url, { method, headers: Object.fromEntries(headers), agent, signal });
    const fail = (error: Error) => reject(signal.aborted ? signal.reason : readable(error, new URL(url).hostname));
    outgoing.on('error', fail);
    outgoing.on('close', () => fail(new Error('the receiver closed the connection without a response')));
    outgoing.on('response', (incoming) => {
      const { statusCode = 0 } = incoming;
      // A Response has no other.
      if (statusCode >= 200 && statusCode <= 599) resolve(statusCode);
      else fail(new Error(`the receiver sent the status ${statusCode}, which HTTP does not have`));
      // An unread body would hold the connection.
      incoming.destroy();
    });
    // Errors surface in the request.
    if (body instanceof Readable) pipeline(body, outgoing, () => {});
    else outgoing.end(body);
  });
  return new Response(null, { status });
}

function readable(error: Error, host: string): Error {
  const [, address] = REFUSAL.exec(error.message) ?? [];
  if (address) {
    const where = host === address || host === `[${address}]` ? address : `${host} is ${address}`;
    return new PrivateNetworkError(
      `webhooks to private networks are refused while the sandbox listens on more than loopback (${where}); allow them with --allow-private-webhooks, in code allowPrivateWebhooks: true`,
    );
  }
  // When none of a name's several addresses responds: its own message is empty.
  return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
}
