import { KGiTON } from '@kgiton/sdk';

export const dynamic = 'force-dynamic';

export async function POST(request: Request): Promise<Response> {
  const { orderId, total, webhookUrl } = await request.json();
  const kgiton = new KGiTON();
  const { qris } = await kgiton.partnerPayment.generateQris({
    transactionId: orderId,
    amount: total,
    licenseKey: 'SANDB-ACTIV-E0000-00000-00001',
    webhookUrl,
  });
  return Response.json({ content: qris.qr_content });
}
