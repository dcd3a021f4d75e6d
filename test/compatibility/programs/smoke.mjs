import * as sdk from '@kgiton/sdk';
import * as webhooks from '@kgiton/sdk/webhooks';
import { smoke } from './smoke-body.cjs';

export const run = (address, options) => smoke({ sdk, webhooks }, address, options);

// Started from a command line; workerd and browsers bundle this file and call run() themselves.
const address = globalThis.process?.argv?.[2];
if (address) run(address).then(console.log);
