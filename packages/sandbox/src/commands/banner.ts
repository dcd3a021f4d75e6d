import { API_KEY_HEADER, TEST_WEBHOOK_SECRET } from '@kgiton/contract';
import { LICENSE_KEYS } from '../engine/license-keys.js';
import { GENERATE_PATH } from '../http/app.js';

/** An API key to try with; any that starts with `kgiton_` is one. */
const API_KEY = 'kgiton_your_api_key_here';

/** What a person needs to start with. */
export function banner(url: string, webhookSecret: string = TEST_WEBHOOK_SECRET): string {
  const [license] = LICENSE_KEYS;
  const body = JSON.stringify({
    transaction_id: 'TRX-2026-001',
    amount: 50_000,
    license_key: license?.key,
    payment_type: 'CHECKOUT_PAGE',
  });
  return `KGiTON sandbox on ${url}

  API key         any that starts with kgiton_, each a world of its own
  webhook secret  ${webhookSecret}
  license keys
${LICENSE_KEYS.map(({ key, purpose }) => `    ${key}  ${purpose}`).join('\n')}

  curl ${url}${GENERATE_PATH} \\
    -H '${API_KEY_HEADER}: ${API_KEY}' \\
    -H 'content-type: application/json' \\
    -d '${body}'

Ctrl-C stops it.`;
}
