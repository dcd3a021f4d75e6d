import {
  Configuration,
  ErrorResponseFromJSON,
  type PartnerPaymentRequest,
  PaymentsApi,
  ResponseError,
} from './kgiton/index.js';
import { run } from './report.mjs';

await run(async (url, { apiKey, transactionId, amount, licenseKey, paymentType }) => {
  const api = new PaymentsApi(new Configuration({ basePath: url, apiKey }));
  const request: PartnerPaymentRequest = { transactionId, amount, licenseKey, paymentType };
  if (paymentType === 'CHECKOUT_PAGE') {
    request.expiryMinutes = 60;
    request.backUrl = 'https://shop.example/done';
    request.items = [{ id: '1', name: 'Laundry 5kg', price: amount, quantity: 1 }];
  }
  try {
    const payment = await api.generatePayment({ partnerPaymentRequest: request });
    return {
      payment: {
        success: payment.success,
        payment_id: payment.paymentId,
        transaction_id: payment.transactionId,
        amount: payment.amount,
        payment_type: payment.paymentType,
        payment_url: payment.paymentUrl,
        expires_at: payment.expiresAt.getTime() / 1000,
        qr_content: payment.qris?.qrContent ?? null,
        qr_image_url: payment.qris?.qrImageUrl ?? null,
      },
    };
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    const { code, message, errors = [] } = ErrorResponseFromJSON(await error.response.json());
    return { error: { status: error.response.status, code, message, errors: errors.map(({ path }) => path) } };
  }
});
