import { describe, expect, test } from 'vitest';
import { banner } from '../src/cli/banner.js';
import { parseServeOptions } from '../src/cli/serve-options.js';

describe('kgiton-sandbox --hosted', () => {
  test('has limits by default, which the usage names', () => {
    expect(parseServeOptions([], {}).hosted).toBeUndefined();
    expect(parseServeOptions(['--hosted'], {}).hosted).toEqual({
      operatorToken: undefined,
      sessionSecret: undefined,
      trustedProxies: 0,
      requestsPerMinute: 1_200,
      addressRequestsPerMinute: 2_400,
      accountsPerHour: 60,
      paymentsPerDay: 10_000,
    });
  });

  test('takes every option from the environment too', () => {
    const environment = {
      KGITON_SANDBOX_HOSTED: 'yes',
      KGITON_SANDBOX_OPERATOR_TOKEN: 'operator-token-of-a-test',
      KGITON_SANDBOX_SESSION_SECRET: 's'.repeat(32),
      KGITON_SANDBOX_TRUST_PROXY: '2',
      KGITON_SANDBOX_REQUESTS_PER_MINUTE: '3',
      KGITON_SANDBOX_REQUESTS_PER_ADDRESS: '4',
      KGITON_SANDBOX_ACCOUNTS_PER_HOUR: '5',
      KGITON_SANDBOX_PAYMENTS_PER_DAY: '6',
    };
    expect(parseServeOptions([], environment).hosted).toEqual({
      operatorToken: 'operator-token-of-a-test',
      sessionSecret: 's'.repeat(32),
      trustedProxies: 2,
      requestsPerMinute: 3,
      addressRequestsPerMinute: 4,
      accountsPerHour: 5,
      paymentsPerDay: 6,
    });
  });

  test.each([
    { given: ['--operator-token', 'short'], problem: '--operator-token: expected at least 16 characters, got 5.' },
    { given: ['--session-secret', 'short'], problem: '--session-secret: expected at least 32 characters, got 5.' },
    { given: ['--requests-per-minute', '0'], problem: '--requests-per-minute: expected a whole number from 1' },
    { given: ['--trust-proxy', 'true'], problem: '--trust-proxy: expected a whole number from 0 to 10' },
    { given: ['--seed', 'x'], problem: '--seed: not with --hosted' },
    { given: ['--allow-private-webhooks'], problem: '--allow-private-webhooks: not with --hosted' },
  ])('refuses $given, and repeats no secret', ({ given, problem }) => {
    const parse = () => parseServeOptions(['--hosted', ...given], {});
    expect(parse).toThrow(problem);
    expect(parse).not.toThrow('short');
  });

  test.each([
    ['--operator-token', 'operator-token-of-a-test'],
    ['--session-secret', 's'.repeat(32)],
    ['--trust-proxy', '1'],
    ['--accounts-per-hour', '5'],
  ])('without --hosted, %s is refused: who protects a sandbox must not start an open one', (option, value) => {
    expect(() => parseServeOptions([option, value], {})).toThrow(`${option}: needs --hosted.`);
    const variable = `KGITON_SANDBOX_${option.slice(2).toUpperCase().replaceAll('-', '_')}`;
    expect(() => parseServeOptions([], { [variable]: value })).toThrow(`${variable}: needs --hosted.`);
  });

  test('with a store, it needs the secret that its instances share', () => {
    const parse = (...more: string[]) => parseServeOptions(['--hosted', '--store', 'redis://localhost', ...more], {});
    expect(() => parse()).toThrow('--session-secret: needed with --hosted and --store');
    expect(parse('--session-secret', 's'.repeat(32)).hosted).toBeDefined();
  });

  test('says how to create an account', () => {
    const text = banner('http://127.0.0.1:4020', parseServeOptions(['--hosted', '--host', '0.0.0.0'], {}));
    expect(text).toContain('curl -X POST http://127.0.0.1:4020/_sandbox/accounts');
    expect(text).not.toContain('any that starts with');
    expect(text).not.toContain('WARNING');
  });
});
