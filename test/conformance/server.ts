import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from '../support/certificate.js';
import { type Case, readTable, type ScriptedResponse } from './table.js';

/** What has arrived at a case. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface ConformanceServer extends AsyncDisposable {
  url: string;
}

/**
 * Plays the servers of the conformance table, for the suites of all languages. The base URL of a case is `/FILE/INDEX`, or
 * what `GET /FILE/INDEX/server` returns for one with a server of another kind; `GET /received/FILE/INDEX` returns and
 * forgets what has arrived there.
 *
 * A program whose HTTP client repeats a GET by itself, once and at once, if the connection is closed without a response,
 * adds `~` to the base URL: both requests count as one.
 */
export async function startConformanceServer(): Promise<ConformanceServer> {
  const tables: Record<string, Case[]> = {
    requests: (await readTable<Case>('requests')).cases,
    waits: (await readTable<Case>('waits')).cases,
  };
  const received = new Map<string, ReceivedRequest[]>();
  const toBeRepeated = new Set<string>();
  const listening = async (server: ReturnType<typeof createServer>) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  const plain = createServer(async (request, response) => {
    const [, first = '', ...rest] = (request.url ?? '').split('/');
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(value));
    if (first === 'received') {
      const key = rest.join('/');
      json(received.get(key) ?? []);
      received.delete(key);
      return;
    }
    const [place = '', ...path] = rest;
    const index = place.replace('~', '');
    const key = `${first}/${index}`;
    const found = tables[first]?.[Number(index)];
    if (!found) return response.writeHead(404).end();
    if (path.join('/') === 'server') return json(await urlOf(found, key));
    const body = await bodyOf(request);
    const { method = '', headers } = request;
    const all = received.get(key) ?? [];
    const { responses } = found;
    const scripted = responses[Math.min(all.length, responses.length - 1)];
    if (place !== index && method === 'GET' && scripted?.fault === 'close' && !toBeRepeated.delete(key)) {
      toBeRepeated.add(key);
      return void response.socket?.destroy();
    }
    received.set(key, [
      ...all,
      { method, path: `/${path.join('/')}`, headers: headers as Record<string, string>, body },
    ]);
    await respond(response, scripted);
  });
  // To cut the connection of a client that speaks TLS could also take the response away, which says that this server does not.
  plain.on('clientError', (_error, socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const port = await listening(plain);
  const untrusted = createTlsServer(await selfSigned(), (_request, response) => response.end('{}'));
  untrusted.on('tlsClientError', () => {});
  const tlsPort = await listening(untrusted as never);

  async function urlOf({ server }: Case, key: string): Promise<string> {
    if (server === 'plain') return `https://127.0.0.1:${port}`;
    if (server === 'untrusted') return `https://127.0.0.1:${tlsPort}`;
    if (server !== 'refused') return `http://127.0.0.1:${port}/${key}`;
    const gone = createServer();
    const freed = await listening(gone);
    gone.close();
    await once(gone, 'close');
    return `http://127.0.0.1:${freed}`;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const server of [plain, untrusted]) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      }
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function respond(response: ServerResponse, scripted: ScriptedResponse | undefined): Promise<void> {
  const { status = 200, headers, body, informational = [], fault } = scripted ?? { headers: {}, body: {} };
  if (fault === 'close') return void response.socket?.destroy();
  if (fault === 'hang') return;
  for (const each of informational) {
    if (each === 102) response.writeProcessing();
    else response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
  }
  const content = contentOf(body);
  const isBroken = fault !== undefined;
  // A client that kept its connection would send some requests twice.
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && { 'content-length': content.length + (isBroken ? 500 : 0) }),
    connection: 'close',
  });
  if (!isBroken) return void response.end(content);
  await new Promise((resolve) => response.write(content, resolve));
  if (fault === 'close-in-body') response.socket?.end(() => response.socket?.destroy());
}

function contentOf({ text, base64, times = 1, padding = 0 }: ScriptedResponse['body']): Buffer {
  const once = base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
  return Buffer.concat([...Array<Buffer>(times).fill(once), Buffer.alloc(padding, ' ')]);
}
