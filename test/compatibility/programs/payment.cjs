const sandbox = require('@kgiton/sandbox');
const sdk = require('@kgiton/sdk');
const webhooks = require('@kgiton/sdk/webhooks');
const { takePayment } = require('./payment-body.cjs');

takePayment({ sdk, webhooks, sandbox }).then(console.log);
