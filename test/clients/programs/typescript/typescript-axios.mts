import { isAxiosError } from 'axios';
import { Configuration, type ErrorResponse, type PartnerPaymentRequest, PaymentsApi } from './kgiton/index.js';
import { run, secondsOf } from './report.mjs';

await run(async (url, { operation, apiKey, transactionId, amount, licenseKey, paymentType }) => {
  const api = new PaymentsApi(new Configuration({ basePath: url, apiKey }));
  try {
    if (operation === 'getPaymentStatus') {
      const { data: status } = await api.getPaymentStatus(transactionId);
      const { success, payment_id, transaction_id, payment_status, payment_type, gateway_transaction_id } = status;
      return {
        status: {
          success,
          payment_id,
          transaction_id,
          payment_status,
          amount: status.amount,
          payment_type,
          gateway_transaction_id,
          paid_at: status.paid_at === null ? null : secondsOf(status.paid_at),
          expires_at: secondsOf(status.expires_at),
          webhook_sent: status.webhook_sent,
          created_at: secondsOf(status.created_at),
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
        expires_at: secondsOf(payment.expires_at),
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
