// Which requests are valid, written down a second time on purpose, like wire-facts.ts.
import { expect } from 'vitest';
import { violations } from '../../support/validate.js';
import { type CheckGroup, operationOf } from './check.js';

const valid = { transaction_id: 'TRX-1', amount: 50_000, license_key: 'any text', payment_type: 'QRIS' };

const LONGEST = {
  license_key: 'a'.repeat(100),
  description: 'a'.repeat(2_000),
  webhook_url: `https://a.id/${'a'.repeat(2_035)}`,
  back_url: `https://a.id/${'a'.repeat(2_035)}`,
  customer_name: 'a'.repeat(255),
  customer_email: `${'a'.repeat(242)}@example.com`,
  customer_phone: '0'.repeat(50),
};
const LONGEST_ITEM = { id: 'a'.repeat(100), name: 'a'.repeat(255), price: 1, quantity: 1 };

const ACCEPTED: [string, object][] = [
  ['with the required properties only', {}],
  ['for the smallest amount', { amount: 1000 }],
  ['for the largest QRIS amount', { amount: 10_000_000 }],
  ['for a checkout page above the QRIS limit', { amount: 10_000_001, payment_type: 'CHECKOUT_PAGE' }],
  ['with a transaction id of 50 characters', { transaction_id: `${'a'.repeat(48)}_-` }],
  ['that expires after a minute', { expiry_minutes: 1 }],
  ['that expires after a day', { expiry_minutes: 1440 }],
  ['with an http webhook', { webhook_url: 'http://localhost:3000/webhook' }],
  ['with items and a back_url on QRIS', { items: [], back_url: 'https://myapp.com' }],
  ['with an empty list of items for a checkout page', { items: [], payment_type: 'CHECKOUT_PAGE' }],
  ['with an empty license key, which is then not found', { license_key: '' }],
  ...Object.entries(LONGEST).map(([name, text]): [string, object] => [`with the longest ${name}`, { [name]: text }]),
  ['with 1,000 items of the longest id and name', { items: Array(1_000).fill(LONGEST_ITEM) }],
  ['with properties that the contract does not name', { webhookUrl: 1, nested: { a: [] } }],
];

const item = { id: '1', name: 'Laundry', price: 1000, quantity: 1 };
const optionalTexts = [
  'description',
  'webhook_url',
  'back_url',
  'customer_name',
  'customer_email',
  'customer_phone',
] as const;
const REFUSED: [string, object][] = [
  ...Object.keys(valid).map((name): [string, object] => [`without ${name}`, { [name]: undefined }]),
  ['for 999 rupiah', { amount: 999 }],
  ['for half a rupiah', { amount: 1000.5 }],
  ['for an amount in a string', { amount: '50000' }],
  ['for a QRIS amount above the limit of Bank Indonesia', { amount: 10_000_001 }],
  ['for an amount that JSON parsers round', { amount: 2 ** 53, payment_type: 'CHECKOUT_PAGE' }],
  ['with a transaction id of 51 characters', { transaction_id: 'a'.repeat(51) }],
  ['with an empty transaction id', { transaction_id: '' }],
  ['with a space in the transaction id', { transaction_id: 'TRX 1' }],
  ['with a payment type in lower case', { payment_type: 'qris' }],
  ['that expires at once', { expiry_minutes: 0 }],
  ['that expires after more than a day', { expiry_minutes: 1441 }],
  ['that expires after half a minute', { expiry_minutes: 0.5 }],
  ['with a webhook_url that is not http', { webhook_url: 'ftp://example.com/' }],
  ['with a webhook_url that is no URL', { webhook_url: 'webhook' }],
  ['with a script as back_url', { back_url: 'javascript:alert(1)' }],
  ['with an e-mail address without a host', { customer_email: 'john' }],
  ...optionalTexts.flatMap((name): [string, object][] => [
    [`with null for ${name}`, { [name]: null }],
    [`with an empty ${name}`, { [name]: '' }],
  ]),
  ['with a user and password in the webhook_url', { webhook_url: 'https://user:secret@example.com/' }],
  ['with a user in the back_url', { back_url: 'https://user@example.com' }],
  ...Object.entries(LONGEST).map(([name, text]): [string, object] => [
    `with a ${name} that is one character longer`,
    { [name]: name === 'customer_email' ? `a${text}` : `${text}0` },
  ]),
  ['with 1,001 items', { items: Array(1_001).fill(item) }],
  ['with an item whose id is too long', { items: [{ ...item, id: 'a'.repeat(101) }] }],
  ['with an item whose name is too long', { items: [{ ...item, name: 'a'.repeat(256) }] }],
  ['with an item of no quantity', { items: [{ ...item, quantity: 0 }] }],
  ['with an item of a negative price', { items: [{ ...item, price: -1 }] }],
  ['with an item without a name', { items: [{ ...item, name: undefined }] }],
];

export const requestFacts: CheckGroup = {
  name: 'a request',
  checks({ contract }) {
    const { operation } = operationOf(contract, 'generatePayment');
    const request = operation.requestBody?.content['application/json']?.schema ?? {};
    const problems = (properties: object) =>
      violations(request, JSON.parse(JSON.stringify({ ...valid, ...properties })));
    return [
      ...ACCEPTED.map(([name, properties]) => ({
        name: `${name} is valid`,
        run: () => expect(problems(properties)).toEqual([]),
      })),
      ...REFUSED.map(([name, properties]) => ({
        name: `${name} is invalid`,
        run: () => expect(problems(properties)).not.toEqual([]),
      })),
    ];
  },
};
