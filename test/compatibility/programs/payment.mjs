import * as sandbox from '@kgiton/sandbox';
import * as sdk from '@kgiton/sdk';
import * as webhooks from '@kgiton/sdk/webhooks';
import { takePayment } from './payment-body.cjs';

takePayment({ sdk, webhooks, sandbox }).then(console.log);
