import { Hono } from 'hono';
import type { Payment } from './payment.js';
import { qrPng, qrSvg } from './qr-image.js';

export interface QrRoutesOptions {
  /** Finds a payment of any API key by its payment id, which nobody can guess. */
  findPayment(paymentId: string): Promise<Payment | undefined>;
}

/** The pictures that `qr_image_url` points to. */
export function qrRoutes({ findPayment }: QrRoutesOptions): Hono {
  const app = new Hono();
  app.get('/qr/:file{PAY-[A-Z0-9]+\\.(png|svg)}', async (context) => {
    const [paymentId = '', extension] = context.req.param('file').split('.');
    const { qris } = (await findPayment(paymentId))?.response ?? {};
    if (!qris) return context.text('There is no QRIS payment of this id.', 404);
    // With a seed, another payment can have this id after a reset.
    const headers = { 'cache-control': 'no-store' };
    return extension === 'svg'
      ? context.body(qrSvg(qris.qr_content, `QRIS ${paymentId}`), 200, { ...headers, 'content-type': 'image/svg+xml' })
      : context.body(qrPng(qris.qr_content), 200, { ...headers, 'content-type': 'image/png' });
  });
  return app;
}
