import { isAxiosError } from 'axios';
import { Configuration, type ErrorResponse, type PartnerPaymentRequest, PaymentsApi } from './kgiton/index.js';
import { run } from './report.mjs';

await run(async (url, { apiKey, transactionId, amount, licenseKey, paymentType }) => {
  const api = new PaymentsApi(new Configuration({ basePath: url, apiKey }));
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
    const { data: payment } = await api.generatePayment(request);
    const { success, payment_id, transaction_id, payment_type, payment_url, qris } = payment;
    return {
      payment: {
        success,
        payment_id,
        transaction_id,
        amount: payment.amount,
        payment_type,
        payment_url,
        expires_at: Date.parse(payment.expires_at) / 1000,
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
