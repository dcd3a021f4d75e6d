import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { RedisServer } from './redis-server.js';

export interface ServerProxyOptions {
  /** Takes what a client says. Returns what the server hears, or nothing, which breaks the connection. */
  said?(text: string): string | undefined;
  /** Takes what the server replies. Returns what the client hears. */
  replied?(text: string): string;
}

/** A way to a server. */
export async function startServerProxy(
  { url }: RedisServer,
  { said = (text) => text, replied = (text) => text }: ServerProxyOptions,
): Promise<AsyncDisposable & { url: string }> {
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    client.on('data', (chunk) => {
      const heard = said(chunk.toString('latin1'));
      if (heard === undefined) client.destroy();
      else upstream.write(heard, 'latin1');
    });
    upstream.on('data', (chunk) => void client.write(replied(chunk.toString('latin1')), 'latin1'));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
