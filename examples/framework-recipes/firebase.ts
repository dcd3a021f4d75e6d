import { KGiTON } from '@kgiton/sdk';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { onRequest } from 'firebase-functions/https';
import { findOrder, placeOrder, receivePayment } from './orders.js';

// Firebase has the body parsed, but keeps the bytes in rawBody, which the handler reads.
const webhook = createWebhookHandler({ onPaymentSuccess: receivePayment });
export const paymentWebhook = onRequest({ secrets: ['KGITON_WEBHOOK_SECRET'] }, webhook.node);

export const orders = onRequest({ secrets: ['KGITON_API_KEY'] }, async (request, response) => {
  if (request.method !== 'POST') {
    const order = await findOrder(String(request.query.id));
    response.status(order ? 200 : 404).json({ isPaid: order?.isPaid ?? false });
    return;
  }
  const { id, amount } = await placeOrder(50_000); // your price, never one that a browser sent
  // Created here: a secret has its value only while a function runs.
  const { qris, expires_at } = await new KGiTON().partnerPayment.generateQris({
    transactionId: id,
    amount,
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    webhookUrl: process.env.WEBHOOK_URL ?? '',
  });
  response.status(201).json({ id, qr_content: qris.qr_content, expires_at });
});
