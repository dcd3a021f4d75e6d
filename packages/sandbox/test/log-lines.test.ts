import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createSandbox } from '../src/index.js';
import { createLog } from '../src/options.js';
import { publicNetworkOnly } from '../src/webhooks/public-network.js';
import { postWebhook, reasonOf } from '../src/webhooks/send.js';
import { API_KEY, generate, request } from './requests.js';

/** What ends a line, colours it, clears the terminal or turns its direction. */
const HOSTILE = 'a\r\nwarn: forged\n\u001b[2J\u0007\u0000\u007f\u009b31m\u2028\u2029\u202eb';
const SHOWN = 'a\\u000d\\u000awarn: forged\\u000a\\u001b[2J\\u0007\\u0000\\u007f\\u009b31m\\u2028\\u2029\\u202eb';

describe('a log line', () => {
  test('holds no control character, whoever it came from', async () => {
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const failing = async () => {
      throw new Error(HOSTILE);
    };
    await using sandbox = createSandbox({ logger: { warn: log, info: log }, fetch: failing });
    await generate(sandbox, {
      ...request({ transaction_id: 'TRX-1', webhook_url: 'http://shop.example/' }),
      [HOSTILE]: 1,
    });
    await sandbox.pay('TRX-1', API_KEY);
    const { attempts } = await sandbox.waitForDelivery({ id: 'TRX-1', state: 'pending' });
    await expect.poll(() => attempts.length).toBe(1);
    expect(attempts[0]?.error).toBe(SHOWN);
    expect(lines.join('')).toContain('forged');
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
  });

  test('of a webhook that was aborted gives the reason', () => {
    expect(reasonOf(new DOMException('This operation was aborted', 'AbortError'))).toBe('This operation was aborted');
  });

  test('of an error is followed by its stack, and by nothing else', () => {
    const lines: string[] = [];
    const { onError } = createLog({ warn: (line) => lines.push(line), info: () => {} });
    onError(new TypeError(HOSTILE));
    onError(HOSTILE);
    onError(Object.assign(new Error('changed'), { stack: HOSTILE }));
    const [first = '', ...frames] = lines[0]?.split('\n') ?? [];
    expect(first).toBe(`error: TypeError: ${SHOWN}`);
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame).toMatch(/^ {4}at /);
    expect(lines.slice(1)).toEqual([`error: ${SHOWN}`, 'error: Error: changed']);
  });
});

describe('a receiver that does not speak HTTP is told in words of ours:', () => {
  const CLOSED = 'the receiver closed the connection without a response';
  const NO_HTTP = 'the receiver sent no valid HTTP response';
  test.each([
    ['the status 000', 'HTTP/1.1 000 x\r\n\r\n', /: its status is none|the status 0, which/],
    ['the status 099', 'HTTP/1.1 099 x\r\n\r\n', /: its status is none|the status 99, which/],
    ['another protocol', 'HTTP/1.1 101 x\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', / changes the protocol|closed/],
    ['only an interim response', 'HTTP/1.1 103 x\r\n\r\n', new RegExp(CLOSED)],
    ['nothing', '', new RegExp(CLOSED)],
    ['SSH', 'SSH-2.0-OpenSSH_9\r\n', new RegExp(`^${NO_HTTP}: Expected HTTP/`)],
    ['colours in a header', 'HTTP/1.1 200 OK\r\nx: \x1b[31m\r\n\r\n', new RegExp(`^${NO_HTTP}: Invalid header value`)],
    ['endless headers', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(90_000)}\r\n\r\n`, /: its headers are too long$/],
  ])('%s', async (_what, reply, want) => {
    const server = createServer((socket: Socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(reply, 'latin1'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const message = { url: `http://127.0.0.1:${port}/`, body: '{}', headers: {} };
    for (const send of [fetch, publicNetworkOnly({ allowed: ['127.0.0.1'] })]) {
      const { status, error } = await postWebhook(message, (sent) => send(sent));
      expect(status).toBeUndefined();
      expect(error).toMatch(want);
      expect(error).toMatch(/^the receiver /);
    }
    server.close();
  });
});
