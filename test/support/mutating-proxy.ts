import { type HttpServer, serve, text } from './http-server.js';

/** A response on its way through the proxy. */
export interface PassingResponse {
  status: number;
  contentType: string;
  body: Record<string, unknown>;
}

/** What the proxy does to a response; `request` is the body of the request that it belongs to. */
export type Mutation = (response: PassingResponse, request: Record<string, unknown>) => PassingResponse;

/** Headers that concern one connection only; Java's client asks for HTTP/2. */
const HOP_BY_HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'http2-settings'];

/** Stands in front of a server and passes its responses on, changed by `mutate`. */
export async function startMutatingProxy(upstream: string, mutate: Mutation): Promise<HttpServer> {
  return serve(async (request, response) => {
    const sent = await text(request);
    const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    const received = await fetch(upstream + request.url, {
      method: request.method ?? 'POST',
      headers: headers as [string, string][],
      body: sent || null,
    });
    const passing = mutate(
      {
        status: received.status,
        contentType: received.headers.get('content-type') ?? '',
        body: parse(await received.text()),
      },
      parse(sent),
    );
    response.writeHead(passing.status, { 'content-type': passing.contentType }).end(JSON.stringify(passing.body));
  });
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
