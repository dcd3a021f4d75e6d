import * as sandbox from '@kgiton/sandbox';
import * as sdk from '@kgiton/sdk';
import * as webhooks from '@kgiton/sdk/webhooks';
import { takePayment } from '../payment-body.cjs';

test('a payment is taken and its webhook verified', async () => {
  expect(await takePayment({ sdk, webhooks, sandbox })).toBe('payment ok');
});
