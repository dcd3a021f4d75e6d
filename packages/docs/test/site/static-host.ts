import sirv from 'sirv';
import { type HttpServer, serve } from '../../../../test/support/http-server.js';

/** A host of static files. Its `url` ends with a slash. */
export type StaticHost = HttpServer;

/**
 * Serves a folder as any static host does.
 *
 * @param below the path that the folder is put under, with slashes around it; nothing else is served
 */
export async function serveFolder(folder: string, below = '/'): Promise<StaticHost> {
  const files = sirv(folder, { dev: true, extensions: [] });
  const host = await serve((request, response) => {
    const notFound = () => {
      response.writeHead(404).end();
    };
    if (!request.url?.startsWith(below)) return notFound();
    request.url = request.url.slice(below.length - 1);
    files(request, response, notFound);
  });
  return { ...host, url: host.url + below };
}
