const sdk = require('@kgiton/sdk');
const webhooks = require('@kgiton/sdk/webhooks');
const { smoke } = require('./smoke-body.cjs');

exports.run = (address, options) => smoke({ sdk, webhooks }, address, options);

// Started from a command line; workerd and browsers bundle this file and call run() themselves.
const address = globalThis.process?.argv?.[2];
if (address) exports.run(address).then(console.log);
