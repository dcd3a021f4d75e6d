import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConnectionTimeoutError } from '@redis/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Certificate, signedByOwnAuthority } from '../../../test/support/certificate.js';
import { describeWithTools } from '../../../test/support/describe-with-tools.js';
import { payment } from '../../../test/support/store-conformance/index.js';
import { storeAt } from '../../sandbox/src/cli/store-at.js';
import { createRedisStore } from '../src/index.js';
import { checked } from '../src/options.js';
import { checkServer, unusable } from '../src/server.js';
import { connectTo, type RedisServer, SERVER, startRedis } from './redis-server.js';
import { context, LICENSE } from './store-setup.js';

const PASSWORD = 'pa55:w@rd/%?#';

/** With another user, password and database than those of the server's own URL. */
function urlFor(server: RedisServer, given: { user?: string; password?: string; protocol?: string; host?: string }) {
  const { user = '', password = '', protocol = 'rediss', host = '127.0.0.1' } = given;
  const access = user || password ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : '';
  return `${protocol}://${access}${host}:${new URL(server.url).port}`;
}

describeWithTools(
  'a store in Redis that asks for TLS and a password',
  [
    [SERVER ?? 'redis-server', '--version'],
    ['openssl', 'version'],
  ],
  () => {
    let server: RedisServer;
    let tls: Certificate;
    let ca: string;
    beforeAll(async () => {
      tls = await signedByOwnAuthority();
      ca = tls.ca;
      server = await startRedis({ tls, password: PASSWORD });
      const client = await connectTo(server.url, ca);
      const rights = ['~mine:*', '+@all', '-@dangerous'];
      await client.aclSetUser('team', ['on', `>${PASSWORD}`, '&mine:*', ...rights]);
      await client.aclSetUser('mute', ['on', `>${PASSWORD}`, 'resetchannels', ...rights]);
      await client.close();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    test('serves a user that may use its own keys and its channel, with an authority of its own', async () => {
      const url = `${urlFor(server, { user: 'team', password: PASSWORD })}/2`;
      const store = await createRedisStore({ url, ca, prefix: 'mine:' })(context);
      const changed = store.changes.next(({ apiKey }) => apiKey === 'kgiton_a');
      const record = payment();
      expect(await store.insert(record, LICENSE)).toMatchObject({ outcome: 'created' });
      await changed;
      expect(await store.findByPaymentId(record.paymentId)).toEqual(record);
      await store.limiter?.({ name: 'x', points: 1, duration: 60 }).consume('key');
      await store.reset();
      await store.close();
    });

    test('is what --store and --store-ca name', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kgiton-authority-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      const [file, key] = [join(folder, 'ca.pem'), join(folder, 'key.pem')];
      await Promise.all([writeFile(file, ca), writeFile(key, tls.key)]);
      const store = await (await storeAt(new URL(server.url), file))(context);
      expect(await store.ping()).toBe(true);
      await store.close();
      const missing = join(folder, 'none.pem');
      await expect(storeAt(new URL(server.url), missing)).rejects.toThrow(`--store-ca: cannot read ${missing}: ENOENT`);
      await expect(storeAt(new URL(server.url), key)).rejects.toThrow(
        '--store-ca: expected a certificate in PEM form, got a text that is none.',
      );
      const withoutCa = await storeAt(new URL(server.url), undefined);
      await expect(withoutCa(context)).rejects.toThrow(/^--store: cannot use rediss:.*\(--store-ca\)$/);
    });

    const authority = 'name the certificate of its authority with ca (--store-ca)';
    const access = 'check user and password of the URL';
    const all = { password: PASSWORD };
    test.each<[given: Parameters<typeof urlFor>[1] & { ca?: 'none' | 'another' }, ...says: string[]]>([
      [{ ...all, ca: 'none' }, 'self-signed certificate in certificate chain', authority],
      [{ ...all, ca: 'another' }, 'self-signed certificate in certificate chain', authority],
      [{ ...all, host: 'localhost' }, "does not match certificate's altnames"],
      [{ ...all, protocol: 'redis', ca: 'none' }, 'if it uses TLS, begin the URL with rediss'],
      [{ ...all, protocol: 'redis+cluster', ca: 'none' }, 'if it uses TLS, begin the URL with rediss'],
      [{ password: `${PASSWORD}1` }, 'WRONGPASS', access],
      [{ user: 'nobody-here', password: PASSWORD }, 'WRONGPASS', access],
      [{}, 'NOAUTH', access],
      [{ user: 'mute', password: PASSWORD }, 'NOPERM', 'channel'],
      [{ ...all, protocol: 'rediss+cluster' }, 'it is no cluster: leave +cluster out of the URL'],
    ])('a server that cannot be used as %o says is refused in words', async (given, ...says) => {
      const url = urlFor(server, given);
      const another = given.ca === 'another' ? (await signedByOwnAuthority()).ca : ca;
      const open = createRedisStore({ url, ca: given.ca === 'none' ? undefined : another, prefix: 'mine:' });
      const error = await open(context).catch((thrown) => thrown);
      const { protocol, host } = new URL(url);
      expect(error.message).toMatch(new RegExp(`^cannot use ${protocol}//${host}: `.replaceAll('+', '\\+')));
      for (const said of says) expect(error.message).toContain(said);
      for (const shown of [inspect(error), error.stack]) {
        expect(shown).not.toContain('pa55');
        expect(shown).not.toContain('nobody-here');
      }
    });
  },
);

test.each([
  // As it is with a server without TLS, which waits for the end of a line.
  [new ConnectionTimeoutError(), 'Connection timeout; if it does not use TLS, begin the URL with redis'],
  [
    Object.assign(new Error('wrong version number'), { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }),
    'wrong version number; if it does not use TLS, begin the URL with redis',
  ],
  [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
])('a server with TLS that fails with %s is refused in words', (thrown, says) => {
  const { server } = checked({ url: 'rediss://:pa55@redis.example' });
  expect(unusable(thrown, server).message).toBe(`cannot use rediss://redis.example: ${says}`);
});

test('a server that repeats the password, because it does not know how to check it, reveals it to nobody', async () => {
  const old = createServer((socket) => {
    const words = '`3`, `AUTH`, `team-a`, `pa55`, ';
    socket.on('data', () => socket.write(`-ERR unknown command \`HELLO\`, with args beginning with: ${words}\r\n`));
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(old, 'listening');
  onTestFinished(() => void old.close());
  const { port } = old.address() as AddressInfo;
  for (const scheme of ['redis', 'redis+cluster']) {
    const open = createRedisStore({ url: `${scheme}://team-a:pa55@127.0.0.1:${port}` });
    const error = await open(context).catch((thrown) => thrown);
    expect(error.message).toBe(
      `cannot use ${scheme}://127.0.0.1:${port}: ERR unknown command \`HELLO\`, with args beginning with: \`3\`, \`AUTH\`, \`***\`, \`***\`, ; expected Redis 7.0 or later, or Valkey: upgrade it, or name another one`,
    );
    expect(inspect(error)).not.toMatch(/pa55|team-a/);
  }
});

const OLD = 'expected Redis 7.0 or later, or Valkey, got Redis';
test.each<[about: string, problem?: string]>([
  ['redis_version:7.0.15\r\nredis_mode:standalone'],
  ['redis_version:8.2.1\r\nredis_mode:standalone'],
  ['redis_version:10.0.0\r\nredis_mode:standalone'],
  // Every Valkey calls itself so for old clients.
  ['redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.0.1\r\nserver_mode:standalone'],
  ['redis_version:6.2.14\r\nredis_mode:standalone', `${OLD} 6.2.14: upgrade it, or name another one`],
  ['redis_version:2.8.24\r\nredis_mode:cluster', `${OLD} 2.8.24: upgrade it, or name another one`],
  [
    'redis_version:7.0.15\r\nredis_mode:cluster',
    'it is a node of a cluster: begin the URL with redis+cluster: or rediss+cluster:',
  ],
  [
    'redis_version:7.2.4\r\nserver_name:valkey\r\nserver_mode:cluster',
    'it is a node of a cluster: begin the URL with redis+cluster: or rediss+cluster:',
  ],
  // Of a user who may not ask.
  [''],
])('of a server that says %j, it is known whether it can be used', (about, problem) => {
  const check = () => checkServer(`# Server\r\n${about}\r\n`, false);
  if (problem === undefined) check();
  else expect(check).toThrow(new Error(problem));
});
