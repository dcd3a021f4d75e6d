import { API_KEY_HEADER } from '@kgiton/contract';
import type { Context } from 'hono';
import { readLimited } from '../server/read-limited.js';
import { type Generate, LONGEST_BODY } from './generate.js';

/** The operation of the contract for web-standard requests. */
export function generateRoute(generate: Generate) {
  return async (context: Context): Promise<Response> => {
    const { status, headers, body } = await generate({
      apiKey: context.req.header(API_KEY_HEADER),
      contentType: context.req.header('content-type'),
      prefer: context.req.header('prefer'),
      origin: new URL(context.req.url).origin,
      pageOrigin: context.req.header('origin'),
      body: await readLimited(context.req.raw, LONGEST_BODY),
    });
    return new Response(body, { status, headers });
  };
}
