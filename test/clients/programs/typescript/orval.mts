import { isAxiosError } from 'axios';
import { type ErrorResponse, generatePayment, type PartnerPaymentRequest } from './kgiton.js';
import { run } from './report.mjs';

await run(async (url, { apiKey, transactionId, amount, licenseKey, paymentType }) => {
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
  try {
    const { data } = await generatePayment(request, { baseURL: url, headers: { 'x-api-key': apiKey } });
    const { success, payment_id, transaction_id, payment_type, payment_url, expires_at, qris } = data;
    return {
      payment: {
        success,
        payment_id,
        transaction_id,
        amount: data.amount,
        payment_type,
        payment_url,
        expires_at: Date.parse(expires_at) / 1000,
        qr_content: qris?.qr_content ?? null,
        qr_image_url: qris?.qr_image_url ?? null,
      },
    };
  } catch (error) {
    if (!isAxiosError<ErrorResponse>(error) || !error.response) throw error;
    const { code, message, errors = [] } = error.response.data;
    return { error: { status: error.response.status, code, message, errors: errors.map(({ path }) => path) } };
  }
});
