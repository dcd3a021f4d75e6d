import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer extends AsyncDisposable {
  /** Base URL, without a slash at its end. */
  url: string;
}

/** Serves on 127.0.0.1 and a free port until it is disposed of. */
export async function serve(listener: RequestListener): Promise<HttpServer> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks: acknowledges everything, and hands out what came in order of arrival. */
export async function startReceiver(): Promise<HttpServer & { next(): Promise<Received> }> {
  const arrived: Received[] = [];
  let wake = () => {};
  const server = await serve(async (request, response) => {
    const body = await text(request);
    response.end('OK');
    arrived.push({ method: request.method, url: request.url, headers: request.headers, body });
    wake();
  });
  return {
    ...server,
    async next() {
      for (;;) {
        const first = arrived.shift();
        if (first) return first;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** Two servers: the first redirects every request to the second, which counts what it gets. */
export async function startRedirect(): Promise<HttpServer & { redirected(): number; followed(): number }> {
  let redirected = 0;
  let followed = 0;
  const target = await serve((_request, response) => {
    followed++;
    response.end('{}');
  });
  const server = await serve((_request, response) => {
    redirected++;
    response.writeHead(302, { location: `${target.url}/elsewhere` }).end();
  });
  return {
    url: server.url,
    redirected: () => redirected,
    followed: () => followed,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await target[Symbol.asyncDispose]();
    },
  };
}

/** The whole body of a request or response, as text. */
export async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
