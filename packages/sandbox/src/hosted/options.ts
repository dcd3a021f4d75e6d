/** The limits of a hosted sandbox by default. */
export const HOSTED_LIMITS = {
  requestsPerMinute: 1_200,
  addressRequestsPerMinute: 2_400,
  accountsPerHour: 60,
  paymentsPerDay: 10_000,
} as const;

/** Characters that a secret has at least. */
export const SECRET_LENGTHS = { 'operator-token': 16, 'session-secret': 32 } as const;

/** Options of a sandbox that is hosted for many. */
export interface HostedOptions {
  /**
   * The token of operators, who may list the accounts, read the metrics and reset everything.
   * @default none: nobody may
   */
  operatorToken?: string | undefined;
  /**
   * The secret that seals the sessions of the dashboard, at least 32 characters. All instances need the same one.
   * @default random, so that sessions end with the process
   */
  sessionSecret?: string | undefined;
  /**
   * How many proxies stand in front of the sandbox. Only then `X-Forwarded-For` is believed, as far as they wrote it.
   * @default 0: the address of a client is that of its connection
   */
  trustedProxies?: number | undefined;
  /**
   * Requests per minute with one API key.
   * @default 1_200
   */
  requestsPerMinute?: number | undefined;
  /**
   * Requests per minute from one address: an IPv4 address, or the first 64 bits of an IPv6 address.
   * @default 2_400
   */
  addressRequestsPerMinute?: number | undefined;
  /**
   * Accounts that one address may create per hour.
   * @default 60
   */
  accountsPerHour?: number | undefined;
  /**
   * Requests per day with one API key that generate a payment and are accepted.
   * @default 10_000
   */
  paymentsPerDay?: number | undefined;
}
