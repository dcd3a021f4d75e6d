import { createSandbox } from '@kgiton/sandbox';
import { KGiTON, LicenseError } from '@kgiton/sdk';
import { createWebhookHandler, type PaymentSuccessEvent } from '@kgiton/sdk/webhooks';

const paid: PaymentSuccessEvent[] = [];
const webhook = createWebhookHandler({ secret: 'whsec_test_kgiton', onPaymentSuccess: (event) => paid.push(event) });
const sandbox = createSandbox({ fetch: webhook });
const kgiton = new KGiTON({ apiKey: 'kgiton_partner', fetch: sandbox.fetch });

afterAll(() => sandbox.close());

test('a payment is taken and its webhook verified', async () => {
  const { qris } = await kgiton.partnerPayment.generateQris({
    transactionId: 'TRX-1',
    amount: 25_000,
    licenseKey: 'SANDB-ACTIV-E0000-00000-00001',
    webhookUrl: 'https://partner.example/webhook',
  });
  await sandbox.pay('TRX-1');
  await sandbox.waitForDelivery({ id: 'TRX-1' });
  expect(qris.qr_content).toMatch(/^000201/);
  expect(paid.map(({ transaction_id }) => transaction_id)).toEqual(['TRX-1']);
});

test('a license key that is not known is a LicenseError', async () => {
  const options = { transactionId: 'TRX-2', amount: 25_000, licenseKey: 'WRONG-00000-00000-00000-00000' };
  await expect(kgiton.partnerPayment.generateQris(options)).rejects.toBeInstanceOf(LicenseError);
});
