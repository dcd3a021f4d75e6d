const http = require('node:http');

const SECRET = 'whsec_test_kgiton';

/**
 * What a partner's test does: takes a payment at a sandbox, pays it, and verifies the webhook, without a socket and over
 * HTTP.
 *
 * @param {{
 *   sdk: typeof import('@kgiton/sdk'),
 *   webhooks: typeof import('@kgiton/sdk/webhooks'),
 *   sandbox: typeof import('@kgiton/sandbox'),
 * }} modules
 * @returns {Promise<string>} `payment ok`; rejects with what went wrong
 */
exports.takePayment = async function takePayment({ sdk, webhooks, sandbox: { createSandbox, startSandbox } }) {
  const paid = [];
  const onPaymentSuccess = ({ transaction_id, amount }) => paid.push(`${transaction_id}: ${amount}`);
  const handle = webhooks.createWebhookHandler({ secret: SECRET, onPaymentSuccess });

  const inProcess = createSandbox({ fetch: handle });
  const kgiton = new sdk.KGiTON({ apiKey: 'kgiton_partner', fetch: inProcess.fetch });
  await kgiton.partnerPayment.generateQris(payment('IN-PROCESS', 'https://partner.example/webhook'));
  await inProcess.pay('IN-PROCESS');
  await inProcess.waitForDelivery({ id: 'IN-PROCESS' });
  const { info } = await (await inProcess.fetch('http://localhost/_sandbox/openapi.json')).json();
  await inProcess.close();

  const listening = await startSandbox({ port: 0 });
  const receiver = http.createServer(handle.node).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  try {
    const overHttp = new sdk.KGiTON({ apiKey: 'kgiton_partner', baseUrl: listening.url });
    const webhook = `http://127.0.0.1:${receiver.address().port}/webhook`;
    const page = await overHttp.partnerPayment.generateCheckoutPage(payment('OVER-HTTP', webhook));
    if (!page.payment_url.startsWith(listening.url))
      throw new Error(`Expected a page of the sandbox: ${page.payment_url}`);
    await listening.pay('OVER-HTTP');
    await listening.waitForDelivery({ id: 'OVER-HTTP' });
    const refused = await overHttp.partnerPayment
      .generateQris({ ...payment('REFUSED'), licenseKey: 'SANDB-EMPTY-00000-00000-00001' })
      .catch((error) => error);
    if (!(refused instanceof sdk.InsufficientTokensError)) throw new Error(`Expected to be refused, got ${refused}.`);
  } finally {
    receiver.close();
    await listening.close();
  }

  const got = [...paid, info.title].join(', ');
  const want = 'IN-PROCESS: 25000, OVER-HTTP: 25000, KGiTON Sandbox Control API';
  if (got !== want) throw new Error(`Expected ${want}; got ${got}.`);
  return 'payment ok';
};

function payment(transactionId, webhookUrl) {
  return { transactionId, amount: 25_000, licenseKey: 'SANDB-ACTIV-E0000-00000-00001', webhookUrl };
}
