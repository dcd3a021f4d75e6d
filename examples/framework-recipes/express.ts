import { KGiTON } from '@kgiton/sdk';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import express from 'express';
import { findOrder, placeOrder, receivePayment } from './orders.js';

const kgiton = new KGiTON();
const webhook = createWebhookHandler({ onPaymentSuccess: receivePayment });

const app = express();
// Before express.json(): the signature covers the raw body.
app.post('/webhook/payment', webhook.node);
app.use(express.json());

app.post('/orders', async (_request, response) => {
  const { id, amount } = await placeOrder(50_000); // your price, never one that a browser sent
  const { qris, expires_at } = await kgiton.partnerPayment.generateQris({
    transactionId: id,
    amount,
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    webhookUrl: `${process.env.PUBLIC_URL}/webhook/payment`,
  });
  response.status(201).json({ id, qr_content: qris.qr_content, expires_at });
});

app.get('/orders/:id', async (request, response) => {
  const order = await findOrder(request.params.id);
  response.status(order ? 200 : 404).json({ isPaid: order?.isPaid ?? false });
});

app.listen(3000);
