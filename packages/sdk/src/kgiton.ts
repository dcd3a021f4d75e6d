import { checkOptions } from '@kgiton/client';
import { systemClock } from './clock.js';
import { environmentVariable } from './environment.js';
import { DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT } from './generated/rules.js';
import { assertLimits, type KGiTONOptions } from './options.js';
import { PartnerPayment } from './partner-payment.js';
import type { WebhookSecret } from './webhooks/verify-webhook.js';

/** KGiTON, for a partner's server. It holds no connection and no state: create one and share it. */
export class KGiTON {
  /** Creates QRIS codes and checkout pages, and asks whether they have been paid. */
  readonly partnerPayment: PartnerPayment;
  readonly #webhookSecret: WebhookSecret | undefined;

  /**
   * @throws {TypeError} if an option is missing or invalid, or in a browser unless `dangerouslyAllowBrowser` is set.
   * The message says what to do.
   */
  constructor({
    apiKey = environmentVariable('KGITON_API_KEY'),
    baseUrl = environmentVariable('KGITON_BASE_URL'),
    timeout = DEFAULT_TIMEOUT,
    maxRetries = DEFAULT_MAX_RETRIES,
    fetch,
    headers,
    webhookSecret = environmentVariable('KGITON_WEBHOOK_SECRET'),
    logger,
    logLevel = logger ? 'debug' : 'off',
    dangerouslyAllowBrowser,
    clock = systemClock,
  }: KGiTONOptions = {}) {
    if (!dangerouslyAllowBrowser) assertNotInBrowser();
    if (!apiKey) throw new TypeError('Expected an API key: pass apiKey, or set KGITON_API_KEY.');
    assertLimits(timeout, maxRetries);
    const checked = checkOptions({ apiKey, baseUrl, headers, fetch });
    this.#webhookSecret = webhookSecret;
    this.partnerPayment = new PartnerPayment({
      ...checked,
      headers: Object.fromEntries(checked.headers),
      timeout,
      maxRetries,
      clock,
      logger: logger ?? console,
      logLevel,
      secrets: [apiKey, webhookSecret].flat(),
    });
  }

  /**
   * Your webhook secret, for the functions of `@kgiton/sdk/webhooks`. A method, so that inspecting or logging this
   * object does not reveal it.
   */
  webhookSecret(): WebhookSecret | undefined {
    return this.#webhookSecret;
  }
}

/** @throws {TypeError} where anybody can read the API key: in pages, web workers and React Native */
function assertNotInBrowser(): void {
  const { document, navigator } = globalThis as {
    document?: unknown;
    navigator?: { userAgent?: string; product?: string };
  };
  if (document || /^Mozilla\/|ReactNative$/.test(`${navigator?.userAgent} ${navigator?.product}`)) {
    throw new TypeError(
      'In a browser everybody can read the API key: call KGiTON from a server, or set dangerouslyAllowBrowser.',
    );
  }
}
