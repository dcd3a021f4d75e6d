import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bodies, document, operations, outcomes, rawDocument } from '../support/document.js';
import { crc16 } from '../support/qris.js';
import { undeclaredMembers, violations } from '../support/validate.js';

const examples = bodies.flatMap(({ place, body }) =>
  Object.entries(body.examples ?? {}).map(([name, { value }]) => ({ place, name, value, schema: body.schema })),
);

describe('every example of the document', () => {
  test.each(examples)(
    '$place: $name keeps its schema and has no member that the schema does not name',
    ({ value, schema }) => {
      expect(violations(schema, value)).toEqual([]);
      expect(undeclaredMembers(schema, value)).toEqual([]);
    },
  );

  test('is there: no body is without one', () => {
    const without = bodies.filter(({ body }) => Object.keys(body.examples ?? {}).length === 0);
    expect(without.map(({ place }) => place)).toEqual([]);
  });

  test('is reachable: every example component is used by some body or header', () => {
    const { components, ...rest } = rawDocument;
    const { examples: named, ...otherComponents } = components;
    const used = JSON.stringify([rest, otherComponents]);
    const unused = Object.keys(named).filter((name) => !used.includes(`"#/components/examples/${name}"`));
    expect(unused).toEqual([]);
  });

  test('of a property keeps the schema of that property', () => {
    const wrong = Object.entries(document.components.schemas).flatMap(([schema, { properties = {} }]) =>
      Object.entries(properties).flatMap(([name, property]) =>
        (property.examples ?? []).flatMap((example) =>
          violations(property, example).map((problem) => `${schema}.${name}: ${problem}`),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the examples of one payment', () => {
  const generated = outcomes.filter(({ status }) => status === 200);
  const request = bodies.find(({ place }) => place.endsWith('generate request'))?.body.examples ?? {};
  const events = operations(document.webhooks).flatMap(
    ({ operation }) => operation.requestBody.content['application/json'] ?? [],
  );

  test('stand under the same names in request, response and event: one per payment type', () => {
    const types = document.components.schemas.PartnerPaymentType?.enum;
    expect(Object.keys(request)).toEqual(types);
    expect(generated.map(({ name }) => name)).toEqual(types);
    expect(events.map(({ examples }) => Object.keys(examples ?? {}))).toEqual([types]);
  });

  test.each(generated)('agree with each other: $name', ({ name, value }) => {
    const shared = ({ transaction_id, amount, payment_type }: Record<string, unknown>) => ({
      transaction_id,
      amount,
      payment_type,
    });
    const event = events[0]?.examples?.[name]?.value;
    expect(value.payment_type).toBe(name);
    expect(shared(value)).toEqual(shared(request[name]?.value ?? {}));
    expect(shared(event ?? {})).toEqual(shared(value));
    expect(event?.payment_id).toBe(value.payment_id);
    expect(Date.parse(String(event?.paid_at))).toBeLessThan(Date.parse(String(value.expires_at)));
  });

  test('carry items whose prices add up to the amount', () => {
    const bill = request.CHECKOUT_PAGE?.value;
    const items = (bill?.items ?? []) as { price: number; quantity: number }[];
    expect(items.reduce((sum, { price, quantity }) => sum + price * quantity, 0)).toBe(bill?.amount);
  });

  test('carry a QRIS payload with a correct CRC, the amount and the payment', () => {
    const value = generated.find(({ name }) => name === 'QRIS')?.value;
    const payload = value?.qris instanceof Object && 'qr_content' in value.qris ? String(value.qris.qr_content) : '';
    const amount = String(value?.amount);
    expect(crc16('123456789')).toBe('29B1');
    expect(payload.slice(-4)).toBe(crc16(payload.slice(0, -4)));
    expect(payload).toContain(`5303360540${amount.length}${amount}5802ID`);
    expect(payload).toContain(String(value?.payment_id).replace('-', ''));
  });
});

describe('the examples of webhooks', () => {
  const webhooks = operations(document.webhooks).flatMap(({ operation }) => {
    const header = operation.parameters?.find((parameter) => parameter.name === 'X-KGiTON-Signature');
    const body = operation.requestBody.content['application/json'];
    return Object.entries(body?.examples ?? {}).map(([name, { value }]) => ({
      name,
      value,
      header,
      schema: body?.schema,
    }));
  });

  test.each(webhooks)('$name carries true signatures under the published test secret', ({ name, value, header }) => {
    const sign = (body: unknown) =>
      createHmac('sha256', 'whsec_test_kgiton').update(JSON.stringify(body)).digest('hex');
    const { signature, ...unsigned } = value;
    expect(header?.['x-test-secret']).toBe('whsec_test_kgiton');
    expect(signature).toBe(sign(unsigned));
    expect(header?.examples[name]?.value).toBe(sign(value));
  });

  test('are also what the schemas of signatures show', () => {
    const { WebhookSignature, PaymentSuccessEvent } = document.components.schemas;
    const [first] = webhooks;
    expect(WebhookSignature?.examples).toEqual([first?.header?.examples[first.name]?.value]);
    expect(PaymentSuccessEvent?.properties?.signature?.examples).toEqual([first?.value.signature]);
  });

  test.each(webhooks)('$name has its members in the documented order', ({ value, schema }) => {
    expect(Object.keys(value)).toEqual(Object.keys(schema?.properties ?? {}));
  });
});
