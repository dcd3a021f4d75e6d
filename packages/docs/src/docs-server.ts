import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import sirv from 'sirv';
import { HOST } from '../../../scripts/ports.js';

export interface DocsServer {
  /** The port that it listens on. */
  port: number;
  /** Has every open page load itself anew. */
  reload(): void;
  stop(): Promise<void>;
}

/** Where open pages listen for news. */
const NEWS = '/_live';
const NEWS_SCRIPT = '/_live.js';

export interface DocsServerOptions {
  /** The sandbox that the pages are to send requests to. @default where one listens unless it is told otherwise */
  sandbox?: string;
}

/** Serves the folder of the site on 127.0.0.1. Files are read anew for each request; pages load anew when they are told. */
export async function serveDocs(
  folder: string,
  port: number,
  { sandbox }: DocsServerOptions = {},
): Promise<DocsServer> {
  const additions = [
    `<script defer src="${NEWS_SCRIPT}"></script>`,
    ...(sandbox ? [`<meta name="kgiton-sandbox" content="${sandbox}">`] : []),
  ];
  const serve = sirv(folder, { dev: true, extensions: [], setHeaders: sayEncoding });
  const open = new Set<ServerResponse>();
  const server = createServer(async (request, response) => {
    const path = pathOf(request.url);
    if (path === NEWS) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(':\n\n');
      open.add(response);
      response.once('close', () => open.delete(response));
    } else if (path === NEWS_SCRIPT) {
      const script = `new EventSource(${JSON.stringify(NEWS)}).onmessage = () => location.reload();\n`;
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else {
      const page = await pageAt(folder, path);
      if ((await isFolder(join(folder, path))) && !path.endsWith('/'))
        response.writeHead(301, { location: `${path}/` }).end();
      else if (page) sendPage(response, page.replace('</head>', `${additions.join('\n')}\n</head>`));
      else serve(request, response, () => notFound(folder, response));
    }
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    reload() {
      for (const response of open) response.write('data: new\n\n');
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Texts that are no pages: without a word on it, browsers take them for texts in another encoding. */
const TEXT_TYPES: Readonly<Record<string, string>> = { '.md': 'text/markdown', '.txt': 'text/plain' };

function sayEncoding(response: ServerResponse, path: string): void {
  const type = TEXT_TYPES[extname(path)];
  if (type) response.setHeader('content-type', `${type};charset=utf-8`);
}

/** The path that is asked for, without `..` in it; empty for what is no address. */
function pathOf(url = '/'): string {
  try {
    return normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
  } catch {
    return '';
  }
}

/** A page of the site; undefined for every other path. */
async function pageAt(folder: string, path: string): Promise<string | undefined> {
  const file = path.endsWith('/') ? `${path}index.html` : path;
  if (!file.endsWith('.html')) return undefined;
  return readFile(join(folder, file), 'utf8').catch(() => undefined);
}

function sendPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function notFound(folder: string, response: ServerResponse): Promise<void> {
  const page = await readFile(join(folder, '404.html'), 'utf8').catch(() => 'Not found\n');
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}
