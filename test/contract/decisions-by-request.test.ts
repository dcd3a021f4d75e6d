// What a server that decides by the request must do. Against a server that is not ours, nothing here costs a token
// unless CONTRACT_LICENSE_KEY names a license whose tokens may be spent (two are).
import { randomUUID } from 'node:crypto';
import { describe, expect, inject, test } from 'vitest';
import { bodies, document, outcomes } from '../support/document.js';
import { send } from '../support/target.js';
import { violations } from '../support/validate.js';

const target = inject('target');
const path = outcomes[0]?.path ?? '';
const { QRIS, CHECKOUT_PAGE } = bodies.find(({ place }) => place.endsWith('generate request'))?.body.examples ?? {};

function request(example: typeof QRIS, members: Record<string, unknown> = {}) {
  const { webhook_url: _, expiry_minutes: __, ...value } = example?.value ?? {};
  return { ...value, transaction_id: `contract-${randomUUID()}`, license_key: target.licenseKey ?? '', ...members };
}

describe.runIf(target.kind === 'server')('a request', () => {
  test('with an API key that is none of KGiTON’s is not let in', async () => {
    const answer = await send({ ...target, apiKey: 'not-a-key' }, path, request(QRIS));
    expect(answer).toMatchObject({ status: 401, body: { success: false, code: 'AUTHENTICATION_ERROR' } });
  });

  test('for a checkout page whose items do not add up is refused', async () => {
    const answer = await send(target, path, request(CHECKOUT_PAGE, { amount: 149_999 }));
    expect(answer).toMatchObject({ status: 400, body: { success: false, code: 'INVALID_AMOUNT' } });
  });
});

describe.runIf(target.kind === 'server')('a license key', () => {
  test.each(['NOSUC-HLICE-NSEKE-Y0000-00000', 'not a license key', ''])(
    'that is unknown or malformed is not found: "%s"',
    async (license_key) => {
      const answer = await send(target, path, request(QRIS, { license_key }));
      expect(answer).toMatchObject({ status: 404, body: { success: false, code: 'INVALID_LICENSE' } });
    },
  );
});

describe.runIf(target.kind === 'server' && target.licenseKey)('a payment that is generated', () => {
  const schema = document.paths[path]?.post?.responses['200']?.content?.['application/json']?.schema ?? {};
  const defaults: [string, typeof QRIS, number][] = [
    ['QRIS', QRIS, 30],
    ['CHECKOUT_PAGE', CHECKOUT_PAGE, 120],
  ];

  test.each(defaults)(
    '%s carries the partner’s own transaction, and is answered the same way again',
    async (type, example, minutes) => {
      const sent = request(example, { unknown_member: true });
      const first = await send(target, path, sent);
      expect(first.status).toBe(200);
      expect(violations(schema, first.body)).toEqual([]);
      expect(first.body).toMatchObject({
        transaction_id: sent.transaction_id,
        amount: example?.value.amount,
        payment_type: type,
      });
      const validFor = (Date.parse(String(first.body?.expires_at)) - Date.now()) / 60_000;
      expect(Math.abs(validFor - minutes)).toBeLessThan(2);

      const again = await send(target, path, sent);
      expect(again).toMatchObject({ status: 200, body: first.body });

      const other = await send(target, path, { ...sent, description: 'Another body' });
      expect(other).toMatchObject({ status: 409, body: { success: false, code: 'DUPLICATE_TRANSACTION' } });
    },
  );
});
