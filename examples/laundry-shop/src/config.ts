/** The configuration of the shop. */
export interface Config {
  /** Secret: never leaves this server. */
  apiKey: string;
  /** The base URL of the API. @default KGiTON's own */
  baseUrl?: string | undefined;
  /** Secret: anyone who knows it can make an order look paid. */
  webhookSecret: string;
  /** The license key whose tokens pay for payments. */
  licenseKey: string;
  /** The URL at which customers and KGiTON reach the shop, without a trailing slash. */
  publicUrl: string;
  port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration from environment variables. Without `KGITON_API_KEY`, everything defaults to the sandbox. With
 * an API key, secrets and URLs have no defaults: a live shop with an incomplete configuration would otherwise accept
 * webhooks signed with a public test secret.
 *
 * @throws {Error} when `KGITON_API_KEY` is set and another required variable is missing
 */
export function readConfig(environment: Environment): Config {
  const port = Number(environment.PORT || 3000);
  if (!environment.KGITON_API_KEY) {
    return {
      apiKey: 'kgiton_laundry_shop',
      baseUrl: environment.KGITON_BASE_URL || 'http://localhost:4020',
      webhookSecret: environment.KGITON_WEBHOOK_SECRET || 'whsec_test_kgiton',
      licenseKey: environment.KGITON_LICENSE_KEY || 'SANDB-ACTIV-E0000-00000-00001',
      publicUrl: withoutTrailingSlash(environment.PUBLIC_URL || `http://localhost:${port}`),
      port,
    };
  }
  return {
    apiKey: environment.KGITON_API_KEY,
    baseUrl: environment.KGITON_BASE_URL || undefined,
    webhookSecret: required(environment, 'KGITON_WEBHOOK_SECRET'),
    licenseKey: required(environment, 'KGITON_LICENSE_KEY'),
    publicUrl: withoutTrailingSlash(required(environment, 'PUBLIC_URL')),
    port,
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`Set ${name}: with KGITON_API_KEY set, the sandbox defaults do not apply.`);
  return value;
}

function withoutTrailingSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
