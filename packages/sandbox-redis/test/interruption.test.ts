import { ErrorReply, SocketClosedUnexpectedlyError, TimeoutError } from '@redis/client';
import { expect, test } from 'vitest';
import { createWatch } from '../src/interruption.js';
import { checked } from '../src/options.js';

/** As the options name it. */
const { server: NAMED } = checked({ url: 'redis://user:pa55@10.0.0.1:6379' });

test('says why a command failed, also if the client has no words for it', () => {
  const errors: unknown[] = [];
  const watch = createWatch(NAMED, (error) => void errors.push(error));
  const failed = watch.failed(new TimeoutError());
  expect(String(failed)).toBe(
    'StoreUnavailableError: the store at redis://10.0.0.1:6379 is unavailable: a command could not be sent for 5 seconds',
  );
  expect([watch.failed(new Error('another')), errors]).toEqual([failed, [failed]]);
  watch.replied();
  expect(watch.failed(new Error('another'))).not.toBe(failed);
});

test('an interruption is over although the reply came before the client said that its connections are back', () => {
  const errors: unknown[] = [];
  const watch = createWatch(NAMED, (error) => void errors.push(error));
  const [commands, messages] = ['commands', 'messages'];
  for (const connection of [commands, messages]) watch.lost(connection, new SocketClosedUnexpectedlyError());
  watch.back(messages);
  watch.replied();
  watch.back(commands);
  watch.lost(commands, new SocketClosedUnexpectedlyError());
  expect(errors).toHaveLength(2);
  // Without a reply since, it is not over.
  watch.back(commands);
  watch.lost(commands, new SocketClosedUnexpectedlyError());
  expect(errors).toHaveLength(2);
});

test('an interruption of a cluster is over when all of its nodes say so, not when one of them replies', async () => {
  const errors: unknown[] = [];
  let isWhole = false;
  const watch = createWatch(
    NAMED,
    (error) => void errors.push(error),
    async () => isWhole,
  );
  for (const isOver of [false, true]) {
    const failed = watch.failed(new ErrorReply('CLUSTERDOWN The cluster is down'));
    isWhole = isOver;
    watch.replied();
    await Promise.resolve();
    expect(watch.failed(new ErrorReply('CLUSTERDOWN The cluster is down')) === failed).toBe(!isOver);
  }
  expect(errors).toHaveLength(2);
});

test.each<[thrown: Error, isAway: boolean]>([
  [new ErrorReply('WRONGTYPE Operation against a key holding the wrong kind of value'), false],
  [new ErrorReply("OOM command not allowed when used memory > 'maxmemory'."), false],
  [new ErrorReply('ERR user_script:8: attempt to index a nil value'), false],
  [new ErrorReply("NOPERM User user has no permissions to run the 'evalsha' command"), false],
  [new TypeError('"arguments[3]" must be of type "string | Buffer", got number instead.'), false],
  [new ErrorReply('LOADING Redis is loading the dataset in memory'), true],
  [new ErrorReply('CLUSTERDOWN Hash slot not served'), true],
  [new ErrorReply("READONLY You can't write against a read only replica."), true],
  // Of the client, which looks for the node of a slot that none has.
  [new TypeError("Cannot read properties of undefined (reading 'master')"), true],
  [new SocketClosedUnexpectedlyError(), true],
  [Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:6379'), { code: 'ECONNREFUSED' }), true],
])('tells %s from an interruption', (thrown, isAway) => {
  const errors: unknown[] = [];
  const failed = createWatch(NAMED, (error) => void errors.push(error)).failed(thrown);
  expect(failed === thrown).toBe(!isAway);
  expect(errors).toEqual(isAway ? [failed] : []);
});
