import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import sirv from 'sirv';
import { sandboxUrl } from './directives/values.js';
import { type Document, readDocument } from './document.js';
import { CONTROL } from './files.js';
import { folderOf, LANGUAGES } from './languages.js';

export interface DocsServer {
  /** The port that it listens on. */
  port: number;
  /** Makes every open page reload itself. */
  reload(): void;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Where open pages wait to be told to reload. */
const EVENTS = '/_live';
const EVENTS_SCRIPT = '/_live.js';

export interface DocsServerOptions {
  /** Where the pages send requests, and where their commands and programs do. @default where the sandbox listens by default */
  sandbox?: string;
}

/** Serves the folder of the site on 127.0.0.1. Every request reads the file again, and open pages can be reloaded. */
export async function serveDocs(
  folder: string,
  port: number,
  { sandbox }: DocsServerOptions = {},
): Promise<DocsServer> {
  const additions = [
    `<script defer src="${EVENTS_SCRIPT}"></script>`,
    ...(sandbox ? [`<meta name="kgiton-sandbox" content="${sandbox}">`] : []),
  ];
  const usual = new URL(sandboxUrl((await readDocument(CONTROL)) as Document)).port;
  /** The guides call the sandbox where it listens by default. */
  const withPort = (text: string) =>
    sandbox
      ? text.replace(new RegExp(`(?<=//(localhost|127\\.0\\.0\\.1):)${usual}\\b`, 'g'), new URL(sandbox).port)
      : text;
  const serve = sirv(folder, { dev: true, extensions: [] });
  const open = new Set<ServerResponse>();
  const server = createServer(async (request, response) => {
    const path = pathOf(request.url);
    if (path === EVENTS) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write(':\n\n');
      open.add(response);
      response.once('close', () => open.delete(response));
    } else if (path === EVENTS_SCRIPT) {
      const script = `new EventSource(${JSON.stringify(EVENTS)}).onmessage = () => location.reload();\n`;
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    } else {
      const page = await pageAt(folder, path);
      const text = extname(path) in TEXT_TYPES ? await textOf(join(folder, path)) : undefined;
      if ((await isFolder(join(folder, path))) && !path.endsWith('/'))
        response.writeHead(301, { location: `${path}/` }).end();
      else if (page !== undefined)
        send(response, 'text/html', withPort(page).replace('</head>', `${additions.join('\n')}\n</head>`));
      else if (text !== undefined) send(response, TEXT_TYPES[extname(path)] ?? '', withPort(text));
      else serve(request, response, () => notFound(folder, path, response));
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

/** Browsers assume another encoding for these, unless the response names it. */
const TEXT_TYPES: Readonly<Record<string, string>> = { '.md': 'text/markdown', '.txt': 'text/plain' };

/** The requested path, without `..`; empty for an invalid URL. */
function pathOf(url = '/'): string {
  try {
    return normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
  } catch {
    return '';
  }
}

/** A page of the site; undefined for any other path, and for the pages of Redoc, whose policy allows no other script. */
async function pageAt(folder: string, path: string): Promise<string | undefined> {
  const file = path.endsWith('/') ? `${path}index.html` : path;
  if (!file.endsWith('.html') || /\/redoc[\w-]*\.html$/.test(file)) return undefined;
  return textOf(join(folder, file));
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** As hosts do that show the nearest `404.html`. */
async function notFound(folder: string, path: string, response: ServerResponse): Promise<void> {
  const nearest = LANGUAGES.map(folderOf).find((one) => one !== '' && path.startsWith(`/${one}`)) ?? '';
  const page = await readFile(join(folder, nearest, '404.html'), 'utf8').catch(() => 'Not found\n');
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}
