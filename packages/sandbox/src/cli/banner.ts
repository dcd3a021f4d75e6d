import { API_KEY_HEADER, operationRequests, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { isLoopback } from '../http/origins.js';
import { LICENSE_KEYS } from '../payments/license-keys.js';
import type { ServeOptions } from './serve-options.js';

/** An API key to try with; any that starts with `kgiton_` is one. */
const API_KEY = 'kgiton_your_api_key_here';

type BannerOptions = Pick<ServeOptions, 'host' | 'allowPrivateWebhooks' | 'publicUrl' | 'webhookSecret' | 'licenses'>;

/** What a person needs to start with. */
export function banner(url: string, options: BannerOptions): string {
  const [license] = LICENSE_KEYS;
  const body = JSON.stringify({
    transaction_id: 'TRX-2026-001',
    amount: 50_000,
    license_key: license?.key,
    payment_type: 'CHECKOUT_PAGE',
  });
  const { publicUrl, webhookSecret = TEST_WEBHOOK_SECRET } = options;
  const warning = reachWarning(options).map((sentence) => `  ${sentence}\n`);
  return `KGiTON sandbox on ${url}
${warning.length > 0 ? `\n${warning.join('')}` : ''}
  dashboard       ${url} in a browser
  control API     ${url}/_sandbox/
${publicUrl ? `  payment pages   ${publicUrl}\n` : ''}  API key         any that starts with kgiton_, each a world of its own
  webhook secret  ${webhookSecret}
  license keys
${licenseLines(options.licenses ?? {}).join('\n')}

  curl ${url}${operationRequests.generatePayment.path} \\
    -H '${API_KEY_HEADER}: ${API_KEY}' \\
    -H 'content-type: application/json' \\
    -d '${body}'

Ctrl-C stops it.`;
}

/** What to know of a sandbox that others can reach, in sentences; nothing of another. */
export function reachWarning({ host, allowPrivateWebhooks }: BannerOptions): string[] {
  if (isLoopback(host)) return [];
  const webhooks = allowPrivateWebhooks
    ? 'Webhooks to private networks are allowed, so they can have it send requests to whatever this machine can reach.'
    : 'Webhooks to private networks are refused; --allow-private-webhooks allows them.';
  return [`WARNING: it listens on ${host}, so others in the network can use it.`, webhooks];
}

function licenseLines(given: Readonly<Record<string, number>>): string[] {
  const special = new Map(LICENSE_KEYS.map((license) => [license.key, license]));
  const purposes = new Map(LICENSE_KEYS.map(({ key, purpose }) => [key, purpose]));
  for (const [key, tokens] of Object.entries(given)) {
    const { state = 'active', purpose = '' } = special.get(key) ?? {};
    purposes.set(key, state === 'active' ? purposeOf(tokens) : purpose);
  }
  const width = Math.max(...[...purposes.keys()].map((key) => key.length));
  return [...purposes].map(([key, purpose]) => `    ${key.padEnd(width)}  ${purpose}`);
}

function purposeOf(tokens: number): string {
  if (tokens === 0) return 'Has no token: INSUFFICIENT_TOKENS';
  return `Works, with ${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;
}
