/** What the shop has to know before it starts. */
export interface Config {
  /** A secret: it never leaves this server. */
  apiKey: string;
  /** Where the API is; without it, KGiTON's own. */
  baseUrl?: string | undefined;
  /** A secret: whoever knows it can make orders look paid. */
  webhookSecret: string;
  /** The license key whose tokens pay for payments. */
  licenseKey: string;
  /** Where customers and KGiTON reach this shop. */
  publicUrl: string;
  port: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment. Without `KGITON_API_KEY` everything is as the sandbox has it. With one nothing is guessed, or a
 * shop on the internet that lacks a line of its configuration would believe webhooks signed with a public test secret.
 */
export function readConfig(environment: Environment): Config {
  const port = Number(environment.PORT || 3000);
  if (!environment.KGITON_API_KEY) {
    return {
      apiKey: 'kgiton_laundry_shop',
      baseUrl: environment.KGITON_BASE_URL || 'http://localhost:4020',
      webhookSecret: environment.KGITON_WEBHOOK_SECRET || 'whsec_test_kgiton',
      licenseKey: environment.KGITON_LICENSE_KEY || 'SANDB-ACTIV-E0000-00000-00001',
      publicUrl: withoutSlash(environment.PUBLIC_URL || `http://localhost:${port}`),
      port,
    };
  }
  return {
    apiKey: environment.KGITON_API_KEY,
    baseUrl: environment.KGITON_BASE_URL || undefined,
    webhookSecret: required(environment, 'KGITON_WEBHOOK_SECRET'),
    licenseKey: required(environment, 'KGITON_LICENSE_KEY'),
    publicUrl: withoutSlash(required(environment, 'PUBLIC_URL')),
    port,
  };
}

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`Set ${name}: KGITON_API_KEY is set, so nothing is taken from the sandbox.`);
  return value;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
