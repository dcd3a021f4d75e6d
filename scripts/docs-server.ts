import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';
import { HOST } from './ports.js';

export interface DocsServer {
  /** The port that it listens on. */
  port: number;
  stop(): Promise<void>;
}

/** Serves the folder of the reference page on 127.0.0.1; files are read anew for each request. */
export async function serveDocs(folder: string, port: number): Promise<DocsServer> {
  const serve = sirv(folder, { dev: true });
  const server = createServer((request, response) => {
    serve(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
    });
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
