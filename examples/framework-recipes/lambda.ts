import { KGiTON } from '@kgiton/sdk';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { findOrder, placeOrder, receivePayment } from './orders.js';

/** What of an event counts here: of an HTTP API or a function URL (format 2.0), and of a REST API (format 1.0). */
interface GatewayEvent {
  rawPath?: string;
  path?: string;
  httpMethod?: string;
  requestContext: { http?: { method: string } };
  headers: Record<string, string>;
  queryStringParameters?: Record<string, string> | null;
  body?: string | null;
  isBase64Encoded: boolean;
}

const kgiton = new KGiTON();
const webhook = createWebhookHandler({ onPaymentSuccess: receivePayment });

export async function handler(event: GatewayEvent) {
  const method = event.httpMethod ?? event.requestContext.http?.method ?? 'GET';
  if ((event.rawPath ?? event.path) === '/webhook/payment') {
    // The bytes that KGiTON has signed. Header names may have any case: Headers does not mind.
    const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    const init = { method, headers: event.headers, ...(method !== 'GET' && { body }) };
    const response = await webhook(new Request('https://lambda.invalid/', init));
    return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  }
  if (method !== 'POST') {
    const order = await findOrder(event.queryStringParameters?.id ?? '');
    return json(order ? 200 : 404, { isPaid: order?.isPaid ?? false });
  }
  const { id, amount } = await placeOrder(50_000); // your price, never one that a browser sent
  const { qris, expires_at } = await kgiton.partnerPayment.generateQris({
    transactionId: id,
    amount,
    licenseKey: process.env.KGITON_LICENSE_KEY ?? '',
    webhookUrl: `${process.env.PUBLIC_URL}/webhook/payment`,
  });
  return json(201, { id, qr_content: qris.qr_content, expires_at });
}

function json(statusCode: number, value: object) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
