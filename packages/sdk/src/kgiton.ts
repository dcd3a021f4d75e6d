import { checkOptions } from '@kgiton/client';
import { assertNotInBrowser } from './browser.js';
import { systemClock } from './clock.js';
import { environmentVariable } from './environment.js';
import { assertLimits, type KGiTONOptions } from './options.js';
import { PartnerPayment } from './partner-payment.js';
import type { WebhookSecret } from './webhooks/verify-webhook.js';

/** KGiTON, for a partner's server. Holds no connection and no state; make one and use it everywhere. */
export class KGiTON {
  /** Creates QRIS codes and checkout pages. */
  readonly partnerPayment: PartnerPayment;
  readonly #webhookSecret: WebhookSecret | undefined;

  /**
   * @throws {TypeError} when an option is missing or cannot work; the message says what to do. In a browser, unless
   * `dangerouslyAllowBrowser` is set.
   */
  constructor({
    apiKey = environmentVariable('KGITON_API_KEY'),
    baseUrl = environmentVariable('KGITON_BASE_URL'),
    timeout = 30_000,
    maxRetries = 2,
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
      headers: { 'content-type': 'application/json', ...Object.fromEntries(checked.headers) },
      timeout,
      maxRetries,
      clock,
      logger: logger ?? console,
      logLevel,
      secrets: [webhookSecret].flat(),
    });
  }

  /**
   * The secret of your webhooks, for the functions of `@kgiton/sdk/webhooks`. A method, so that no inspection of this
   * object shows it.
   */
  webhookSecret(): WebhookSecret | undefined {
    return this.#webhookSecret;
  }
}
