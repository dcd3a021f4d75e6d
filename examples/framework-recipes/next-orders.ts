import { KGiTON } from '@kgiton/sdk';
import { findOrder, placeOrder } from './orders.js';

const kgiton = new KGiTON();

export async function POST() {
  const { id, amount } = await placeOrder(50_000); // your price, never one that a browser sent
  const { qris, expires_at } = await kgiton.partnerPayment.generateQris({
    transactionId: id,
    amount,
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    webhookUrl: `${process.env.PUBLIC_URL}/webhook/payment`,
  });
  return Response.json({ id, qr_content: qris.qr_content, expires_at }, { status: 201 });
}

export async function GET(request: Request) {
  const order = await findOrder(new URL(request.url).searchParams.get('id') ?? '');
  return Response.json({ isPaid: order?.isPaid ?? false }, { status: order ? 200 : 404 });
}
