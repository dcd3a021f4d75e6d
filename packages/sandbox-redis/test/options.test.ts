import { expect, test } from 'vitest';
import { createRedisStore, type RedisStoreOptions } from '../src/index.js';

const url = 'redis://localhost:6379';
const EXPECTED_URL =
  'url: expected a URL such as redis://localhost:6379, with redis:, rediss:, redis+cluster: or rediss+cluster:, got';
const ENCODED = 'one with ? or #, which a password has as %3F and %23.';
const EXPECTED_CA = 'ca: expected a certificate in PEM form, got';
// Its key is lost.
const ca = `-----BEGIN CERTIFICATE-----
MIIBbzCCARWgAwIBAgIUBirXVnSz5O/L2zPK3na4wUwtEaUwCgYIKoZIzj0EAwIw
DDEKMAgGA1UEAwwBYTAgFw0yNjExMjkwNzU5MzNaGA8yMTI2MTEwNTA3NTkzM1ow
DDEKMAgGA1UEAwwBYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKJuII+cIDZT
eu2E4YgUV4HwhB7mnb9mD+cN6c+atJ/CghxAXhj5UpJDMMK13SBkBDe4obCsIiEZ
eUUDqfWKU5qjUzBRMB0GA1UdDgQWBBTpxZ0Bzzja6DWv+R1K/smRDQ2wojAfBgNV
HSMEGDAWgBTpxZ0Bzzja6DWv+R1K/smRDQ2wojAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0gAMEUCIQCopD5A/ptTtJ853Bdh2+5gomVWzh9VLMCNZXVlee27
ugIgeSXGkJfwVU2dUpiaApqvMKrYGYwjK40FS+K6V7fy3/Y=
-----END CERTIFICATE-----`;
const EXPECTED_LEASE = 'lease: expected a whole number of milliseconds from 100 to 86400000, got';

test.each<[given: object, message: string]>([
  [{}, `${EXPECTED_URL} undefined.`],
  [{ url: 'nonsense' }, `${EXPECTED_URL} a text that is no URL.`],
  [{ url: '' }, `${EXPECTED_URL} a text that is no URL.`],
  [{ url: new URL('redis://:secret@localhost') }, `${EXPECTED_URL} an object.`],
  [{ url: 'http://user:secret@localhost' }, `${EXPECTED_URL} "http://localhost/".`],
  [{ url: 'redis+sentinel://:secret@localhost' }, `${EXPECTED_URL} "redis+sentinel://localhost".`],
  [{ url: 'redis://:secret#1@localhost' }, `${EXPECTED_URL} a text that is no URL.`],
  [{ url: 'redis://:12#secret@localhost' }, `${EXPECTED_URL} a text that is no URL.`],
  [{ url: 'redis://user:12#secret@localhost' }, `${EXPECTED_URL} ${ENCODED}`],
  [{ url: 'redis://localhost?password=secret' }, `${EXPECTED_URL} ${ENCODED}`],
  [
    { url: 'redis://:100%secret@localhost' },
    'url: expected a user and a password with % written as %25, got a % that stands for nothing.',
  ],
  [
    { url: 'redis+cluster://:secret@localhost/3' },
    'url: expected no database, which a cluster does not have, got "redis+cluster://localhost/3".',
  ],
  [{ url: 'rediss://localhost', ca: '-----BEGIN PRIVATE KEY-----' }, `${EXPECTED_CA} a text that is none.`],
  [{ url: 'rediss://localhost', ca: '' }, `${EXPECTED_CA} a text that is none.`],
  [{ url: 'rediss://localhost', ca: ['a'] }, `${EXPECTED_CA} an object.`],
  [{ url: 'redis://:secret@localhost', ca }, 'ca: expected a URL with rediss: beside it, got redis://localhost.'],
  [{ url: 'redis://:secret@localhost/first' }, `${EXPECTED_URL} "redis://localhost/first".`],
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
  { url: 'rediss://user:secret@redis.example:6380/3', ca, prefix: '', idle: 1, lease: 100 },
  { url: 'rediss+cluster://redis.example/0' },
])('valid options are taken (%#)', (given) => {
  expect(createRedisStore(given)).toBeTypeOf('function');
});
