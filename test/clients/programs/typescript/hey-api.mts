import { createClient } from './kgiton/client/index.js';
import { type ErrorResponse, generatePayment, getPaymentStatus, type PartnerPaymentRequest } from './kgiton/index.js';
import { type Outcome, run, secondsOf } from './report.mjs';

await run(async (url, { operation, apiKey: key, transactionId, amount, licenseKey, paymentType }) => {
  const client = createClient({ baseUrl: url, auth: key });
  if (operation === 'getPaymentStatus') {
    const { data, error, response } = await getPaymentStatus({ client, path: { transactionId } });
    if (error) return failure(error, response);
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
  if (error) return failure(error, response);
  const { success, payment_id, transaction_id, payment_type, payment_url, qris } = data;
  return {
    payment: {
      success,
      payment_id,
      transaction_id,
      amount: data.amount,
      payment_type,
      payment_url,
      expires_at: secondsOf(data.expires_at),
      qr_content: qris?.qr_content ?? null,
      qr_image_url: qris?.qr_image_url ?? null,
    },
  };
});

function failure({ code, message, errors = [] }: ErrorResponse, response: Response | undefined): Outcome {
  return { error: { status: response?.status ?? 0, code, message, errors: errors.map(({ path }) => path) } };
}
