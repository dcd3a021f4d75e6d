import { type Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { bytesOrStream } from './public-network-body.js';
import type { Send } from './send.js';

/** Addresses that look public but belong to the machine's own cloud: Azure's metadata, DNS and health service. */
const CLOUD_ADDRESSES = ['168.63.129.16'];

/** What the library says of an address that it refuses. */
const REFUSAL = /^DNS lookup ([^(]+)\(.* is not allowed/;

export interface PublicNetworkOptions {
  /** Addresses and CIDR ranges that are let through all the same. */
  allowed?: readonly string[];
  /**
   * Finds the addresses of a name.
   * @default that of node:dns
   */
  lookup?: LookupFunction;
  /**
   * The address to connect from.
   * @default what the system chooses
   */
  localAddress?: string;
}

/**
 * Sends to public addresses alone: not to loopback, link-local, private, carrier-grade-NAT, unique-local, multicast,
 * broadcast, unspecified, reserved and cloud metadata ones. What counts is the address that is connected to, so a name
 * that leads there is refused too. Follows no redirect, and gives an answer without its body and headers.
 *
 * @throws when the address is refused, or nobody answers
 */
export function publicNetworkOnly({ allowed = [], lookup, localAddress }: PublicNetworkOptions = {}): Send {
  const filter = {
    allowIPAddressList: [...allowed],
    denyIPAddressList: CLOUD_ADDRESSES,
    ...(lookup && { lookup }),
    ...(localAddress && { localAddress }),
  };
  const http = new RequestFilteringHttpAgent(filter);
  const https = new RequestFilteringHttpsAgent(filter);
  return (request) =>
    request.url.startsWith('https:') ? send(request, requestHttps, https) : send(request, requestHttp, http);
}

async function send(request: Request, start: typeof requestHttp, agent: Agent): Promise<Response> {
  const { method, url, signal } = request;
  const body = request.body ? await bytesOrStream(request.body) : undefined;
  const status = await new Promise<number>((resolve, reject) => {
    const outgoing = start(url, { method, headers: Object.fromEntries(request.headers), agent, signal });
    const fail = (error: Error) => reject(signal.aborted ? signal.reason : inWords(error, new URL(url).hostname));
    outgoing.on('error', fail);
    outgoing.on('close', () => fail(new Error('the connection was closed without an answer')));
    outgoing.on('response', (incoming) => {
      resolve(incoming.statusCode ?? 0);
      // With its body it would hold the connection.
      incoming.destroy();
    });
    if (body === undefined || body instanceof Uint8Array) outgoing.end(body);
    // An error comes out of the request.
    else pipeline(body, outgoing, () => {});
  });
  return new Response(null, { status });
}

function inWords(error: Error, host: string): Error {
  const [, address] = REFUSAL.exec(error.message) ?? [];
  if (address) {
    const where = host === address || host === `[${address}]` ? address : `${host} is ${address}`;
    return new Error(
      `webhooks to private networks are refused while the sandbox listens on more than loopback (${where}); allow them with --allow-private-webhooks, in code allowPrivateWebhooks: true`,
    );
  }
  // Of a name with several addresses, none of which answers: its own message is empty.
  return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
}
