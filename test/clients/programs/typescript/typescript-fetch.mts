import {
  Configuration,
  ErrorResponseFromJSON,
  type PartnerPaymentRequest,
  PaymentsApi,
  ResponseError,
} from './kgiton/index.js';
import { run } from './report.mjs';

await run(async (url, { operation, apiKey, transactionId, amount, licenseKey, paymentType }) => {
  const api = new PaymentsApi(new Configuration({ basePath: url, apiKey }));
  try {
    if (operation === 'getPaymentStatus') {
      const status = await api.getPaymentStatus({ transactionId });
      return {
        status: {
          success: status.success,
          payment_id: status.paymentId,
          transaction_id: status.transactionId,
          payment_status: status.paymentStatus,
          amount: status.amount,
          payment_type: status.paymentType,
          gateway_transaction_id: status.gatewayTransactionId,
          paid_at: status.paidAt === null ? null : status.paidAt.getTime() / 1000,
          expires_at: status.expiresAt.getTime() / 1000,
          webhook_sent: status.webhookSent,
          created_at: status.createdAt.getTime() / 1000,
        },
      };
    }
    const request: PartnerPaymentRequest = { transactionId, amount, licenseKey, paymentType };
    if (paymentType === 'CHECKOUT_PAGE') {
      request.expiryMinutes = 60;
      request.backUrl = 'https://shop.example/done';
      request.items = [{ id: '1', name: 'Laundry 5kg', price: amount, quantity: 1 }];
    }
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
