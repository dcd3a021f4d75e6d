import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { operations } from '../../support/document.js';
import { crc16 } from '../../support/qris.js';
import { undeclaredProperties, violations } from '../../support/validate.js';
import { type CheckGroup, requestsOf } from './check.js';

const everyExample: CheckGroup = {
  name: 'every example of the document',
  checks({ contract: { raw, document, bodies } }) {
    const examples = bodies.flatMap(({ place, body }) =>
      Object.entries(body.examples ?? {}).map(([name, { value }]) => ({ place, name, value, schema: body.schema })),
    );
    return [
      ...examples.map(({ place, name, value, schema }) => ({
        name: `is valid and has no property that its schema does not name: ${place}: ${name}`,
        run() {
          expect(violations(schema, value)).toEqual([]);
          expect(undeclaredProperties(schema, value)).toEqual([]);
        },
      })),
      {
        name: 'exists: each body has one',
        run() {
          const without = bodies.filter(({ body }) => Object.keys(body.examples ?? {}).length === 0);
          expect(without.map(({ place }) => place)).toEqual([]);
        },
      },
      {
        name: 'is reachable: a body or a header uses each example component',
        run() {
          const { components, ...rest } = raw;
          const { examples: named, ...otherComponents } = components;
          const used = JSON.stringify([rest, otherComponents]);
          const unused = Object.keys(named).filter((name) => !used.includes(`"#/components/examples/${name}"`));
          expect(unused).toEqual([]);
        },
      },
      {
        name: 'of a property is valid by the schema of that property',
        run() {
          const invalid = Object.entries(document.components.schemas).flatMap(([schema, { properties = {} }]) =>
            Object.entries(properties).flatMap(([name, property]) =>
              (property.examples ?? []).flatMap((example) =>
                violations(property, example).map((problem) => `${schema}.${name}: ${problem}`),
              ),
            ),
          );
          expect(invalid).toEqual([]);
        },
      },
    ];
  },
};

const onePayment: CheckGroup = {
  name: 'the examples of one payment',
  checks({ contract }) {
    const { document, outcomes } = contract;
    const successes = (operationId: string) =>
      outcomes.filter(({ operation, status }) => operation.operationId === operationId && status === 200);
    const generated = successes('generatePayment');
    const statuses = successes('getPaymentStatus');
    const { examples: requests } = requestsOf(contract);
    const events = operations(document.webhooks).flatMap(
      ({ operation }) => operation.requestBody?.content['application/json'] ?? [],
    );
    const shared = ({ transaction_id, amount, payment_type }: Record<string, unknown>) => ({
      transaction_id,
      amount,
      payment_type,
    });
    return [
      {
        name: 'have the same names in request, response and event: one per payment type',
        run() {
          const types = document.components.schemas.PartnerPaymentType?.enum;
          expect(Object.keys(requests)).toEqual(types);
          expect(generated.map(({ name }) => name)).toEqual(types);
          expect(events.map(({ examples }) => Object.keys(examples ?? {}))).toEqual([types]);
        },
      },
      ...generated.map(({ name, value }) => ({
        name: `agree with each other: ${name}`,
        run() {
          const event = events[0]?.examples?.[name]?.value;
          expect(value.payment_type).toBe(name);
          expect(shared(value)).toEqual(shared(requests[name]?.value ?? {}));
          expect(shared(event ?? {})).toEqual(shared(value));
          expect(event?.payment_id).toBe(value.payment_id);
          expect(Date.parse(String(event?.paid_at))).toBeLessThan(Date.parse(String(value.expires_at)));
        },
      })),
      {
        name: 'show the status of these payments, one for each status',
        run() {
          expect(statuses.map(({ name }) => name)).toEqual(
            document.components.schemas.PaymentStatus?.['x-extensible-enum'],
          );
          for (const { name, value } of statuses) {
            const { payment_id, transaction_id, amount, payment_type, expires_at } =
              generated.find((example) => example.value.payment_id === value.payment_id)?.value ?? {};
            expect(value).toMatchObject({ payment_id, transaction_id, amount, payment_type, expires_at });
            expect(value.payment_status).toBe(name);
            expect(Date.parse(String(value.created_at))).toBeLessThan(Date.parse(String(value.expires_at)));
            const event = events[0]?.examples?.[String(payment_type)]?.value;
            expect(value.paid_at).toBe(name === 'paid' ? event?.paid_at : null);
            expect(value.webhook_sent).toBe(name === 'paid');
          }
        },
      },
      {
        name: 'carry items whose prices add up to the amount',
        run() {
          const bill = requests.CHECKOUT_PAGE?.value;
          const items = (bill?.items ?? []) as { price: number; quantity: number }[];
          expect(items.reduce((sum, { price, quantity }) => sum + price * quantity, 0)).toBe(bill?.amount);
        },
      },
      {
        name: 'carry a QRIS payload with a correct CRC, the amount and the payment',
        run() {
          const value = generated.find(({ name }) => name === 'QRIS')?.value;
          const payload =
            value?.qris instanceof Object && 'qr_content' in value.qris ? String(value.qris.qr_content) : '';
          const amount = String(value?.amount);
          expect(crc16('123456789')).toBe('29B1');
          expect(payload.slice(-4)).toBe(crc16(payload.slice(0, -4)));
          expect(payload).toContain(`5303360540${amount.length}${amount}5802ID`);
          expect(payload).toContain(String(value?.payment_id).replace('-', ''));
        },
      },
    ];
  },
};

const webhookExamples: CheckGroup = {
  name: 'the examples of webhooks',
  checks({ contract: { document } }) {
    const webhooks = operations(document.webhooks).flatMap(({ operation }) => {
      const header = operation.parameters?.find((parameter) => parameter.name === 'X-KGiTON-Signature');
      const body = operation.requestBody?.content['application/json'];
      return Object.entries(body?.examples ?? {}).map(([name, { value }]) => ({
        name,
        value,
        header,
        schema: body?.schema,
      }));
    });
    const sign = (body: unknown) =>
      createHmac('sha256', 'whsec_test_kgiton').update(JSON.stringify(body)).digest('hex');
    return [
      ...webhooks.flatMap(({ name, value, header, schema }) => [
        {
          name: `carry valid signatures under the published test secret: ${name}`,
          run() {
            const { signature, ...unsigned } = value;
            expect(header?.['x-test-secret']).toBe('whsec_test_kgiton');
            expect(signature).toBe(sign(unsigned));
            expect(header?.examples[name]?.value).toBe(sign(value));
          },
        },
        {
          name: `have their properties in the documented order: ${name}`,
          run: () => expect(Object.keys(value)).toEqual(Object.keys(schema?.properties ?? {})),
        },
      ]),
      {
        name: 'are also what the schemas of signatures show',
        run() {
          const { WebhookSignature, PaymentSuccessEvent } = document.components.schemas;
          const [first] = webhooks;
          expect(WebhookSignature?.examples).toEqual([first?.header?.examples[first.name]?.value]);
          expect(PaymentSuccessEvent?.properties?.signature?.examples).toEqual([first?.value.signature]);
        },
      },
    ];
  },
};

export const examples = [everyExample, onePayment, webhookExamples];
