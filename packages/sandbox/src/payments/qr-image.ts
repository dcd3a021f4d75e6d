import { type Bitmap2D, correction, generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgPath } from 'lean-qr/extras/svg';

/** Modules of white on each side, which readers need to find the code: the minimum of ISO/IEC 18004. */
const QUIET_ZONE = 4;

/** Pixels per module of the PNG: enough for a camera that looks at a screen from some distance. */
const PIXELS_PER_MODULE = 8;

/**
 * A QR code as a PNG, black on opaque white.
 *
 * @throws {Error} when the content does not fit into a QR code: more than about 2,300 characters
 */
export function qrPng(content: string): Uint8Array<ArrayBuffer> {
  const png = toPngBuffer(qrCode(content), {
    on: [0, 0, 0],
    off: [255, 255, 255], // lean-qr leaves it transparent, and then a dark page makes the code unreadable
    pad: QUIET_ZONE,
    scale: PIXELS_PER_MODULE,
  });
  // lean-qr gives a Buffer that may be a window on Node's shared pool; a copy has its own memory, as `Response` wants.
  return new Uint8Array(png);
}

/**
 * A QR code as an SVG, black on white, that fills the width it is given. It can stand in an HTML page as it is, or be a
 * file of its own: no script, no style, no reference to anything outside of it.
 *
 * @param title what a screen reader says for the picture; plain text, it is escaped here
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

/** Level M: 15 % of a code may be unreadable (a reflection, a crack). lean-qr takes a higher one where it is free. */
function qrCode(content: string): Bitmap2D {
  return generate(content, { minCorrectionLevel: correction.M });
}

function escapeXml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ') // XML holds no control character or half of a pair, not even escaped
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
