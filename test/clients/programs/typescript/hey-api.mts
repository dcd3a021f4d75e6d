import { createClient } from './kgiton/client/index.js';
import { generatePayment, type PartnerPaymentRequest } from './kgiton/index.js';
import { run } from './report.mjs';

await run(async (url, { apiKey: key, transactionId, amount, licenseKey, paymentType }) => {
  const client = createClient({ baseUrl: url, auth: key });
  const body: PartnerPaymentRequest = {
    transaction_id: transactionId,
    amount,
    license_key: licenseKey,
    payment_type: paymentType,
  };
  if (paymentType === 'CHECKOUT_PAGE') {
    body.expiry_minutes = 60;
    body.back_url = 'https://shop.example/done';
    body.items = [{ id: '1', name: 'Laundry 5kg', price: amount, quantity: 1 }];
  }
  const { data, error, response } = await generatePayment({ client, body });
  if (error) {
    const { code, message, errors = [] } = error;
    return { error: { status: response?.status ?? 0, code, message, errors: errors.map(({ path }) => path) } };
  }
  const { success, payment_id, transaction_id, payment_type, payment_url, qris } = data;
  return {
    payment: {
      success,
      payment_id,
      transaction_id,
      amount: data.amount,
      payment_type,
      payment_url,
      expires_at: Date.parse(data.expires_at) / 1000,
      qr_content: qris?.qr_content ?? null,
      qr_image_url: qris?.qr_image_url ?? null,
    },
  };
});
