import type { PartnerPaymentRequest, PartnerPaymentResponse } from '@kgiton/contract';
import { expect, expectTypeOf, test } from 'vitest';
import { document } from '../../../test/support/document.js';
import {
  type CheckoutPagePaymentResponse,
  type GeneratePaymentOptions,
  type KGiTON,
  type KGiTONError,
  PartnerPaymentType,
  type PaymentOf,
  type QrisPaymentResponse,
  type WithResponse,
} from '../src/index.js';
import { createKGiTON, licenseKey, payment, rejection } from './fixtures.js';
import { checkoutPage, fail, json, qrisPayment, type Step, startScriptedServer, succeed } from './scripted-server.js';

const everything: Required<GeneratePaymentOptions> = {
  transactionId: 'TRX-2026-002',
  amount: 150_000,
  licenseKey,
  description: 'Invoice #12345',
  expiryMinutes: 120,
  webhookUrl: 'https://api.partner.com/webhook/payment',
  backUrl: 'https://myapp.com/payment/complete',
  items: [{ id: '1', name: 'Laundry 5kg', price: 150_000, quantity: 1 }],
  customerName: 'Jane Doe',
  customerEmail: 'jane@example.com',
  customerPhone: '081234567890',
};

const onTheWire: Omit<Required<PartnerPaymentRequest>, 'payment_type'> = {
  transaction_id: 'TRX-2026-002',
  amount: 150_000,
  license_key: licenseKey,
  description: 'Invoice #12345',
  expiry_minutes: 120,
  webhook_url: 'https://api.partner.com/webhook/payment',
  back_url: 'https://myapp.com/payment/complete',
  items: [{ id: '1', name: 'Laundry 5kg', price: 150_000, quantity: 1 }],
  customer_name: 'Jane Doe',
  customer_email: 'jane@example.com',
  customer_phone: '081234567890',
};

test.each<['generateQris' | 'generateCheckoutPage', PartnerPaymentType, Step]>([
  ['generateQris', 'QRIS', succeed],
  ['generateCheckoutPage', 'CHECKOUT_PAGE', json(200, checkoutPage)],
])('%s sends every option under its name in the contract', async (method, payment_type, step) => {
  await using server = await startScriptedServer(step);
  await createKGiTON(server.url).partnerPayment[method](everything);
  expect(JSON.parse(server.bodies[0] ?? '')).toEqual({ ...onTheWire, payment_type });
  const schema = document.components.schemas.PartnerPaymentRequest as unknown as { properties: object };
  expect(Object.keys(JSON.parse(server.bodies[0] ?? '')).sort()).toEqual(Object.keys(schema.properties).sort());
});

test('generate sends its argument unchanged', async () => {
  await using server = await startScriptedServer(succeed);
  const body = { ...onTheWire, payment_type: PartnerPaymentType.QRIS, unknown_property: 1 };
  expect(await createKGiTON(server.url).partnerPayment.generate(body)).toEqual(qrisPayment);
  expect(server.bodies).toEqual([JSON.stringify(body)]);
});

test('the method decides the payment type, whatever JavaScript passes', async () => {
  await using server = await startScriptedServer(succeed);
  const options = { ...payment, paymentType: 'CHECKOUT_PAGE', description: undefined };
  await createKGiTON(server.url).partnerPayment.generateQris(options);
  expect(JSON.parse(server.bodies[0] ?? '')).toEqual({
    transaction_id: payment.transactionId,
    amount: payment.amount,
    license_key: licenseKey,
    payment_type: 'QRIS',
  });
});

test('withResponse returns status, headers and request id of the same single request', async () => {
  await using server = await startScriptedServer(succeed);
  const promise = createKGiTON(server.url).partnerPayment.generateQris(payment);
  const { data, status, headers, requestId } = await promise.withResponse();
  expect({ data, status, requestId }).toEqual({ data: qrisPayment, status: 200, requestId: 'req_1' });
  expect(headers.get('content-type')).toBe('application/json');
  expect(await promise).toBe(data);
  expect(server.bodies).toHaveLength(1);
});

test('if the call fails, withResponse rejects once and leaves no unhandled rejection', async () => {
  const unhandled: unknown[] = [];
  const listener = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', listener);
  try {
    await using server = await startScriptedServer(fail(402, 'INSUFFICIENT_TOKENS'));
    const call = createKGiTON(server.url).partnerPayment.generateQris(payment).withResponse();
    expect((await rejection<KGiTONError>(call)).code).toBe('INSUFFICIENT_TOKENS');
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', listener);
  }
});

test('types follow the contract', () => {
  expectTypeOf<GeneratePaymentOptions['customerName']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<keyof GeneratePaymentOptions>().toEqualTypeOf<keyof typeof everything>();
  expectTypeOf<GeneratePaymentOptions>().toEqualTypeOf<{
    transactionId: string;
    amount: number;
    licenseKey: string;
    description?: string;
    expiryMinutes?: number;
    webhookUrl?: string;
    backUrl?: string;
    items?: readonly { id: string; name: string; price: number; quantity: number }[];
    customerName?: string;
    customerEmail?: string;
    customerPhone?: string;
  }>();

  // Never called: only the types matter.
  const types = async ({ partnerPayment }: KGiTON, type: PartnerPaymentType) => {
    const qris = await partnerPayment.generateQris(payment);
    expectTypeOf(qris).toEqualTypeOf<QrisPaymentResponse>();
    expectTypeOf(qris.qris.qr_content).toEqualTypeOf<string>();
    const page = partnerPayment.generateCheckoutPage(payment);
    expectTypeOf(await page).toEqualTypeOf<CheckoutPagePaymentResponse>();
    expectTypeOf(await page.withResponse()).toEqualTypeOf<WithResponse<CheckoutPagePaymentResponse>>();
    expectTypeOf(
      await partnerPayment.generate({ ...onTheWire, payment_type: 'QRIS' }),
    ).toEqualTypeOf<QrisPaymentResponse>();
    expectTypeOf(
      await partnerPayment.generate({ ...onTheWire, payment_type: PartnerPaymentType.CHECKOUT_PAGE }),
    ).toEqualTypeOf<CheckoutPagePaymentResponse>();
    expectTypeOf(await partnerPayment.generate({ ...onTheWire, payment_type: type })).toEqualTypeOf<PaymentOf>();
    expectTypeOf<PaymentOf>().toExtend<PartnerPaymentResponse>();
    const either = await partnerPayment.generate({ ...onTheWire, payment_type: type });
    if (either.payment_type === 'QRIS') expectTypeOf(either.qris.qr_content).toEqualTypeOf<string>();
    else expectTypeOf(either).toEqualTypeOf<CheckoutPagePaymentResponse>();

    // @ts-expect-error no license key
    partnerPayment.generateQris({ transactionId: 'TRX-1', amount: 50_000 });
    // @ts-expect-error a property name of the contract
    partnerPayment.generateQris({ ...payment, webhook_url: 'https://api.partner.com' });
    // @ts-expect-error an amount in a string
    partnerPayment.generateQris({ ...payment, amount: '50000' });
    // @ts-expect-error a payment type that the contract does not have
    partnerPayment.generate({ ...onTheWire, payment_type: 'PAYLATER' });
    // @ts-expect-error an unknown option
    partnerPayment.generateQris(payment, { retries: 3 });
  };
  expect(types).toBeTypeOf('function');
});
