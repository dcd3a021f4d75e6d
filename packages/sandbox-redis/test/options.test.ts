import { expect, test } from 'vitest';
import { createRedisStore, type RedisStoreOptions } from '../src/index.js';

const url = 'redis://localhost:6379';
const EXPECTED_URL = 'url: expected a redis: or rediss: URL such as redis://localhost:6379, got';
const EXPECTED_LEASE = 'lease: expected a whole number of milliseconds from 100 to 86400000, got';

test.each<[given: object, message: string]>([
  [{}, `${EXPECTED_URL} undefined.`],
  [{ url: 'nonsense' }, `${EXPECTED_URL} a text that is no URL.`],
  [{ url: '' }, `${EXPECTED_URL} a text that is no URL.`],
  [{ url: new URL('redis://:secret@localhost') }, `${EXPECTED_URL} an object.`],
  [{ url: 'http://user:secret@localhost' }, `${EXPECTED_URL} "http://localhost/".`],
  [{ url: 'redis+cluster://localhost:6379' }, `${EXPECTED_URL} "redis+cluster://localhost:6379".`],
  [{ url: 'redis://:secret@localhost/first' }, `${EXPECTED_URL} "redis://localhost/first".`],
  [{ url, cluster: 'yes' }, 'cluster: expected true or false, got "yes".'],
  [{ url, prefix: 7 }, 'prefix: expected a text without braces, got 7.'],
  [{ url, prefix: 'team{1}:' }, 'prefix: expected a text without braces, got "team{1}:".'],
  [{ url, idle: -1 }, 'idle: expected a whole number of milliseconds from 1, got -1.'],
  [{ url, idle: 0.5 }, 'idle: expected a whole number of milliseconds from 1, got 0.5.'],
  [{ url, idle: Number.POSITIVE_INFINITY }, 'idle: expected a whole number of milliseconds from 1, got Infinity.'],
  [{ url, lease: Number.NaN }, `${EXPECTED_LEASE} NaN.`],
  [{ url, lease: 0 }, `${EXPECTED_LEASE} 0.`],
  [{ url, lease: 2 ** 40 }, `${EXPECTED_LEASE} ${2 ** 40}.`],
  [{ url, lease: '15000' }, `${EXPECTED_LEASE} "15000".`],
])('an invalid option is refused in words (%#)', (given, message) => {
  expect(() => createRedisStore(given as RedisStoreOptions)).toThrow(new TypeError(message));
});

test.each([
  { url },
  { url: 'rediss://user:secret@redis.example:6380/3', cluster: true, prefix: '', idle: 1, lease: 100 },
])('valid options are taken (%#)', (given) => {
  expect(createRedisStore(given)).toBeTypeOf('function');
});
