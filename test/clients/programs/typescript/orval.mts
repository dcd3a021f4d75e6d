import { generatePayment, type PartnerPaymentRequest } from './kgiton.js';
import { run } from './report.mjs';

// The client calls the server that it was generated for; here that is the test's.
const { fetch } = globalThis;
globalThis.fetch = (input, init) => fetch(new URL(String(input), process.argv[2]), init);

await run(async (_url, { apiKey, transactionId, amount, licenseKey, paymentType }) => {
  const request: PartnerPaymentRequest = {
    transaction_id: transactionId,
    amount,
    license_key: licenseKey,
    payment_type: paymentType,
  };
  if (paymentType === 'CHECKOUT_PAGE') {
    request.expiry_minutes = 60;
    request.back_url = 'https://shop.example/done';
    request.items = [{ id: '1', name: 'Laundry 5kg', price: amount, quantity: 1 }];
  }
  const response = await generatePayment(request, { headers: { 'x-api-key': apiKey } });
  if (response.status !== 200) {
    const { code, message, errors = [] } = response.data;
    return { error: { status: response.status, code, message, errors: errors.map(({ path }) => path) } };
  }
  const { success, payment_id, transaction_id, payment_type, payment_url, expires_at, qris } = response.data;
  return {
    payment: {
      success,
      payment_id,
      transaction_id,
      amount: response.data.amount,
      payment_type,
      payment_url,
      expires_at: Date.parse(expires_at) / 1000,
      qr_content: qris?.qr_content ?? null,
      qr_image_url: qris?.qr_image_url ?? null,
    },
  };
});
