import { isAxiosError } from 'axios';
import { type ErrorResponse, generatePayment, getPaymentStatus, type PartnerPaymentRequest } from './kgiton.js';
import { run, secondsOf } from './report.mjs';

await run(async (url, { operation, apiKey, transactionId, amount, licenseKey, paymentType }) => {
  const options = { baseURL: url, headers: { 'x-api-key': apiKey } };
  try {
    if (operation === 'getPaymentStatus') {
      // The client puts the id in the path as it is.
      const { data } = await getPaymentStatus(encodeURIComponent(transactionId), options);
      const { success, payment_id, transaction_id, payment_status, payment_type, gateway_transaction_id } = data;
      return {
        status: {
          success,
          payment_id,
          transaction_id,
          payment_status,
          amount: data.amount,
          payment_type,
          gateway_transaction_id,
          paid_at: data.paid_at === null ? null : secondsOf(data.paid_at),
          expires_at: secondsOf(data.expires_at),
          webhook_sent: data.webhook_sent,
          created_at: secondsOf(data.created_at),
        },
      };
    }
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
    const { data } = await generatePayment(request, options);
    const { success, payment_id, transaction_id, payment_type, payment_url, expires_at, qris } = data;
    return {
      payment: {
        success,
        payment_id,
        transaction_id,
        amount: data.amount,
        payment_type,
        payment_url,
        expires_at: secondsOf(expires_at),
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
