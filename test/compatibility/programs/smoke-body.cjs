// Runs on servers, in workerd and in a browser: nothing here is of Node.js alone. CommonJS, so that it is loaded by
// import and by require, also where require() takes no ES modules.

const LICENSE_KEY = 'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX';
const SECRET = 'whsec_test_kgiton';

// The example of the contract, byte by byte, and what `openssl dgst -sha256 -hmac` makes of it.
const EVENT =
  '{"event":"payment.success","payment_id":"PAY-ABC123","transaction_id":"TRX-2026-001","amount":50000,' +
  '"payment_type":"QRIS","paid_at":"2026-01-15T10:25:00Z",' +
  '"signature":"e1f365fc440641815585994bddf04d4004c0b9c20995f45130d409ec999ce1b0"}';
const SIGNATURE = 'c5d9e99c071f5fc7364e0eca4ecbedf386287a214f63fde881ba733e70c53de1';
const UNICODE = '{"nama":"Kopi Tubruk ☕ — Ünïcode 𝄞"}';
const UNICODE_SIGNATURE = '5deae94a2dfa8ae027e3855fba17e1de7343325cbe29578f0f0df199888351da';

/**
 * Uses what the SDK offers, once, against the server of `smoke-server.ts`.
 *
 * @param {{ sdk: typeof import('@kgiton/sdk'), webhooks: typeof import('@kgiton/sdk/webhooks') }} modules
 * @param {string} address base URL of the server
 * @param {import('@kgiton/sdk').KGiTONOptions} [options] more options of the client
 * @returns {Promise<string>} `smoke ok`; rejects with what went wrong
 */
exports.smoke = async function smoke({ sdk, webhooks }, address, options) {
  const kgiton = new sdk.KGiTON({ apiKey: 'kgiton_smoke', baseUrl: address, ...options });
  await takePayments(sdk, kgiton);
  await survive(sdk, kgiton, options);
  await receiveWebhooks(sdk, webhooks);
  return 'smoke ok';
};

async function takePayments(sdk, kgiton) {
  const { data, status, requestId } = await kgiton.partnerPayment.generateQris(payment('PAID')).withResponse();
  equal(status, 200, 'status');
  equal(requestId, 'REQ-PAID', 'request id');
  equal(data.transaction_id, 'PAID', 'transaction id');
  equal(data.payment_type, sdk.PartnerPaymentType.QRIS, 'payment type');
  equal(data.qris.qr_content.slice(0, 6), '000201', 'start of the QR code');
  equal(new Date(data.expires_at) > new Date(), true, 'expires in the future');

  const refused = await rejection(
    kgiton.partnerPayment.generateCheckoutPage({ ...payment('REFUSED'), licenseKey: 'WRONG-00000-00000-00000-00000' }),
  );
  equal(refused instanceof sdk.LicenseError && refused instanceof sdk.KGiTONError, true, `${refused} is its class`);
  equal(refused.code, sdk.ErrorCode.INVALID_LICENSE, 'code');
  equal(refused.statusCode, 404, 'status of the refusal');
}

async function survive(sdk, kgiton, options) {
  const cut = await kgiton.partnerPayment.generateQris(payment('CUT-AT-FIRST'));
  equal(cut.transaction_id, 'CUT-AT-FIRST', 'transaction id after a connection that was cut');
  const busy = await kgiton.partnerPayment.generateQris(payment('BUSY-AT-FIRST'));
  equal(busy.transaction_id, 'BUSY-AT-FIRST', 'transaction id after a 503');

  const request = { timeout: 100, maxRetries: 0 };
  const late = await rejection(kgiton.partnerPayment.generateQris(payment('NEVER-ANSWERED'), request));
  equal(late instanceof sdk.TimeoutError, true, `${late} is a TimeoutError`);
  equal(late.outcomeUnknown, true, 'outcome unknown after a timeout');

  // Nobody listens on this port. Browsers and workerd do not tell why nothing came; the other runtimes do.
  const offline = new sdk.KGiTON({ apiKey: 'kgiton_smoke', baseUrl: 'http://127.0.0.1:47', ...options });
  const unsent = await rejection(offline.partnerPayment.generateQris(payment('NEVER-SENT'), { maxRetries: 0 }));
  equal(unsent instanceof sdk.NetworkError, true, `${unsent} is a NetworkError`);
  equal(unsent.outcomeUnknown, !globalThis.process, `outcome unknown although never sent (${unsent})`);

  const controller = new AbortController();
  const reason = new Error('the customer left');
  const aborted = kgiton.partnerPayment.generateQris(payment('NEVER-ANSWERED'), { signal: controller.signal });
  // Not at once: to workerd, an abort in the turn of its fetch is an uncaught exception, even where it is caught.
  setTimeout(() => controller.abort(reason), 50);
  equal(await rejection(aborted), reason, 'reason of the abort');
}

async function receiveWebhooks(sdk, { sign, verifyWebhook, unwrap, createTestEvent, createWebhookHandler, ...others }) {
  equal(verifyWebhook(EVENT, SIGNATURE, SECRET), true, 'signature of the contract');
  equal(verifyWebhook(new TextEncoder().encode(EVENT), SIGNATURE, ['old', SECRET]), true, 'signature of bytes');
  equal(verifyWebhook(EVENT.replace('50000', '50001'), SIGNATURE, SECRET), false, 'signature of another body');
  equal(verifyWebhook(EVENT, SIGNATURE, 'whsec_other'), false, 'signature under another secret');
  equal(sign(UNICODE, SECRET), UNICODE_SIGNATURE, 'signature of Unicode');
  equal(sign(new TextEncoder().encode(UNICODE).buffer, SECRET), UNICODE_SIGNATURE, 'signature of an ArrayBuffer');

  equal(unwrap(EVENT, { 'X-KGiTON-Signature': SIGNATURE }, SECRET).payment_id, 'PAY-ABC123', 'payment id');
  const forged = await rejection((async () => unwrap(EVENT, UNICODE_SIGNATURE, SECRET))());
  // Both entry points have to give one class, or instanceof would fail for half of the partners.
  equal(others.WebhookSignatureError, sdk.WebhookSignatureError, 'class of both entry points');
  equal(forged instanceof sdk.WebhookSignatureError, true, `${forged} is its class`);

  const paid = [];
  const onPaymentSuccess = ({ payment_id }) => paid.push(payment_id);
  const handle = createWebhookHandler({ secret: SECRET, onPaymentSuccess, onError() {} });
  const event = createTestEvent({ payment_id: 'PAY-SMOKE' });
  const body = JSON.stringify(event);
  const post = (signature) =>
    handle(
      new Request('http://localhost/webhook', { method: 'POST', body, headers: { 'x-kgiton-signature': signature } }),
    );
  equal((await post(sign(body, SECRET))).status, 200, 'answer to a webhook');
  equal((await post(sign(body, SECRET))).status, 200, 'answer to a webhook that comes again');
  equal((await post(SIGNATURE)).status, 401, 'answer to a forged webhook');
  equal(paid.join(), 'PAY-SMOKE', 'payments processed');
}

function payment(transactionId) {
  return { transactionId, amount: 50_000, licenseKey: LICENSE_KEY, customerName: 'Nyoman Ünïcode ☕ 𝄞' };
}

async function rejection(promise) {
  const value = await promise.catch((error) => ({ error }));
  if (!('error' in value)) throw new Error(`Expected a rejection, got ${JSON.stringify(value)}.`);
  return value.error;
}

function equal(got, want, what) {
  if (got !== want) throw new Error(`${what}: expected ${want}, got ${got}.`);
}
