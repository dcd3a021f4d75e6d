import { TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { controlOperations } from '../control/generated/operations.js';
import { isLoopback } from '../http/origins.js';
import { firstRequest } from '../pages/first-request.js';
import { LICENSE_KEYS } from '../payments/license-keys.js';
import type { ServeOptions } from './serve-options.js';

type BannerOptions = Pick<
  ServeOptions,
  'host' | 'allowPrivateWebhooks' | 'hosted' | 'publicUrl' | 'webhookSecret' | 'licenses'
>;

/** What a person needs to start with. */
export function banner(url: string, options: BannerOptions): string {
  const { publicUrl, hosted, webhookSecret = TEST_WEBHOOK_SECRET } = options;
  const warning = warningOf(options).map((sentence) => `  ${sentence}\n`);
  const command = firstRequest(url, { paymentType: 'CHECKOUT_PAGE' });
  return `KGiTON sandbox on ${url}
${warning.length > 0 ? `\n${warning.join('')}` : ''}
  dashboard       ${url} in a browser
  control API     ${url}/_sandbox/
${publicUrl ? `  payment pages   ${publicUrl}\n` : ''}  API key         ${hosted ? `curl -X POST ${url}${controlOperations.createAccount.path} creates an account` : 'any that starts with kgiton_; each has an account of its own'}
  webhook secret  ${webhookSecret}
  license keys
${licenseLines(options.licenses ?? {}).join('\n')}

  ${command.replaceAll('\n', '\n  ')}

Press Ctrl-C to stop.`;
}

/** What to know of a sandbox that others can reach, in sentences; none for a sandbox that listens on loopback. */
export function warningOf({ host, allowPrivateWebhooks, hosted }: BannerOptions): string[] {
  if (isLoopback(host) || hosted) return [];
  const webhooks = allowPrivateWebhooks
    ? 'Webhooks to private networks are allowed, so they can make it send requests to whatever this machine can reach.'
    : 'Webhooks to private networks are refused; --allow-private-webhooks allows them.';
  return [`WARNING: the sandbox listens on ${host}, so others in the network can use it.`, webhooks];
}

function licenseLines(given: Readonly<Record<string, number>>): string[] {
  const purposes = new Map(LICENSE_KEYS.map(({ key, purpose }) => [key, purpose]));
  for (const [key, tokens] of Object.entries(given)) {
    const isActive = (LICENSE_KEYS.find((license) => license.key === key)?.state ?? 'active') === 'active';
    if (isActive) purposes.set(key, purposeOf(tokens));
  }
  const width = Math.max(...[...purposes.keys()].map((key) => key.length));
  return [...purposes].map(([key, purpose]) => `    ${key.padEnd(width)}  ${purpose}`);
}

function purposeOf(tokens: number): string {
  if (tokens === 0) return 'Has no tokens: INSUFFICIENT_TOKENS';
  return `Works, with ${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`;
}
