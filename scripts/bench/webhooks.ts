import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGNATURE_HEADER, TEST_WEBHOOK_SECRET as secret, webhookExamples } from '@kgiton/contract';
import { sign, unwrap, verifyWebhook } from '@kgiton/sdk/webhooks';
import * as octokit from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { CALLS_MEASURED, timeCalls } from './measure.js';
import type { Comparison } from './report.js';

/** The cost of verifying an event of the usual size, and an unusually large one. */
export async function benchWebhooks(): Promise<Comparison[]> {
  const event = webhookExamples['payment.success'].QRIS;
  const small = JSON.stringify(event);
  const filler = 'x'.repeat(64 * 1024 - JSON.stringify({ ...event, filler: '' }).length);
  return [...(await benchBody(small)), ...(await benchBody(JSON.stringify({ ...event, filler })))];
}

async function benchBody(body: string): Promise<Comparison[]> {
  return [...(await benchVerify(body)), ...(await benchUnwrap(body))];
}

/** `verifyWebhook` against libraries that only verify, each in its own scheme. */
async function benchVerify(body: string): Promise<Comparison[]> {
  const signature = sign(body, secret);
  const octokitSignature = await octokit.sign(secret, body);
  const times = await timeCalls({
    ours: () => assert(verifyWebhook(body, signature, secret)),
    // In hex: what everybody writes, and faster than decoding the signature.
    bare: () => {
      const expected = createHmac('sha256', secret).update(body).digest('hex');
      assert(timingSafeEqual(Buffer.from(expected), Buffer.from(signature)));
    },
    octokit: async () => assert(await octokit.verify(secret, body, octokitSignature)),
  });
  const name = `verifyWebhook of ${sizeOf(body)}, time against`;
  return [
    compare(`${name} bare createHmac and timingSafeEqual`, times.ours, times.bare),
    compare(`${name} verify of @octokit/webhooks-methods`, times.ours, times.octokit),
  ];
}

/** `unwrap` against libraries that also parse, each in its own scheme. */
async function benchUnwrap(body: string): Promise<Comparison[]> {
  const headers = { [SIGNATURE_HEADER.toLowerCase()]: sign(body, secret) };
  const { webhooks } = new Stripe('sk_test');
  const stripeSignature = webhooks.generateTestHeaderString({ payload: body, secret });
  const standard = new Webhook(secret, { format: 'raw' });
  const now = new Date();
  const standardHeaders = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': standard.sign('msg_1', now, body),
  };
  const times = await timeCalls({
    ours: () => unwrap(body, headers, secret),
    stripe: () => webhooks.constructEvent(body, stripeSignature, secret),
    standardwebhooks: () => standard.verify(body, standardHeaders),
  });
  const name = `unwrap of ${sizeOf(body)}, time against`;
  return [
    compare(`${name} constructEvent of stripe`, times.ours, times.stripe),
    compare(`${name} verify of standardwebhooks`, times.ours, times.standardwebhooks),
  ];
}

function compare(name: string, ours: number, theirs: number): Comparison {
  return { name, ours, theirs, unit: 'µs', how: CALLS_MEASURED };
}

function sizeOf(body: string): string {
  return body.length < 1024 ? `${body.length} bytes` : `${body.length / 1024} KiB`;
}

/** So that nobody is fast by refusing. */
function assert(isValid: boolean): void {
  if (!isValid) throw new Error('A valid signature was refused.');
}
