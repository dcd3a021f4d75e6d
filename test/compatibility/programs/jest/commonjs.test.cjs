const sandbox = require('@kgiton/sandbox');
const sdk = require('@kgiton/sdk');
const webhooks = require('@kgiton/sdk/webhooks');
const { takePayment } = require('../payment-body.cjs');

test('a payment is taken and its webhook verified', async () => {
  expect(await takePayment({ sdk, webhooks, sandbox })).toBe('payment ok');
});
