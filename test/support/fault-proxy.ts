import { type HttpServer, serve, text } from './http-server.js';

/** An answer on its way through the proxy. */
export interface PassingAnswer {
  status: number;
  contentType: string;
  body: Record<string, unknown>;
}

/** What the proxy does to an answer; `request` is the body of the request it answers. */
export type Fault = (answer: PassingAnswer, request: Record<string, unknown>) => PassingAnswer;

/** What concerns one connection only; Java's client asks for HTTP/2. */
const HOP_BY_HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'upgrade', 'http2-settings'];

/** Stands in front of a server and passes its answers on, changed by `fault`. */
export async function startFaultProxy(upstream: string, fault: Fault): Promise<HttpServer> {
  return serve(async (request, response) => {
    const sent = await text(request);
    const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    const answer = await fetch(upstream + request.url, {
      method: request.method ?? 'POST',
      headers: headers as [string, string][],
      body: sent || null,
    });
    const passing = fault(
      {
        status: answer.status,
        contentType: answer.headers.get('content-type') ?? '',
        body: parse(await answer.text()),
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
