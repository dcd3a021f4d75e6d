import { Hono } from 'hono';
import { type Bitmap2D, correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { toPng } from '../platform/node.js';
import type { Payment } from './payment.js';

export interface QrRoutesOptions {
  /** Finds a payment of any API key by its payment id, which cannot be guessed. */
  findPayment(paymentId: string): Promise<Payment | undefined>;
}

/** The images that `qr_image_url` points to. */
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

/** White modules on each side, without which readers do not find the code: the minimum of ISO/IEC 18004. */
const QUIET_ZONE = 4;

/** Pixels per module of the PNG: enough for a camera at some distance from the screen. */
const PIXELS_PER_MODULE = 8;

/**
 * A QR code as a PNG, black on opaque white.
 *
 * @throws {Error} when the content does not fit into a QR code: more than about 2,300 characters
 */
export function qrPng(content: string): Uint8Array<ArrayBuffer> {
  const png = toPng(qrCode(content), {
    on: [0, 0, 0],
    off: [255, 255, 255], // transparent by default, which a dark page would make unreadable
    pad: QUIET_ZONE,
    scale: PIXELS_PER_MODULE,
  });
  // The Buffer of lean-qr may share memory with Node's pool; `Response` needs a copy with its own.
  return new Uint8Array(png);
}

/**
 * A QR code as an SVG, black on white, that fills the available width. It works inline in an HTML page and as a file of
 * its own: it has no script, no style and no external reference.
 *
 * @param title the picture's name for screen readers; plain text, escaped here
 * @throws {Error} when the content does not fit into a QR code: more than about 2,300 characters
 */
export function qrSvg(content: string, title: string): string {
  const code = qrCode(content);
  const side = code.size + 2 * QUIET_ZONE;
  const corner = -QUIET_ZONE;
  const viewBox = `${corner} ${corner} ${side} ${side}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" role="img" shape-rendering="crispEdges">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect x="${corner}" y="${corner}" width="${side}" height="${side}" fill="#fff"/>`,
    `<path d="${toSvgPath(code)}" fill="#000"/>`,
    '</svg>',
  ].join('');
}

/** Level M: 15 % of a code may be unreadable (a reflection, a crack). lean-qr uses a higher level where that is free. */
function qrCode(content: string): Bitmap2D {
  return generate(content, { minCorrectionLevel: correction.M });
}

function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ') // XML allows no control character or lone surrogate, not even escaped
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
