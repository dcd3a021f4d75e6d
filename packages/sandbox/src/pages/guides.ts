import manifest from '../../package.json' with { type: 'json' };
import type { Language } from './language.js';

/** Where the workflow of this repository publishes the documentation; a domain of its own redirects from there. */
export const PUBLISHED_DOCS = manifest.homepage.replace(
  /^https:\/\/github\.com\/([^/]+)\/([^/]+)\/.*$/,
  'https://$1.github.io/$2/',
);

/** The places in the guides that the pages link to. */
export const GUIDES = {
  paymentStates: 'payment-status.html#statuses',
  webhookStates: 'webhooks.html#retries',
  attempts: 'webhooks.html#answer',
  missingWebhooks: 'webhooks.html#missing',
  faults: 'testing.html#faults',
  licenseKeys: 'testing.html#license-keys',
  time: 'testing.html#time',
  errors: 'errors.html#codes',
  warnings: 'errors.html#unknown-fields',
} as const;

export type Guide = keyof typeof GUIDES;

/** The address of a place in the guides. @param docsUrl with or without a slash at its end */
export function guideAddress(docsUrl: string, language: Language, guide: Guide): string {
  return `${docsUrl.replace(/\/*$/, '/')}${language === 'id' ? '' : `${language}/`}${GUIDES[guide]}`;
}

/** The address of what to do about an error code. */
export function errorAddress(docsUrl: string, language: Language, code: string): string {
  return guideAddress(docsUrl, language, 'errors').replace(/#.*$/, `#${encodeURIComponent(code)}`);
}
