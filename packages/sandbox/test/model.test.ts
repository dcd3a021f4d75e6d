import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/support/spread.js';
import { createSandbox, type Delivery, type Sandbox } from '../src/index.js';
import { generate, request, status } from './requests.js';

const MINUTE = 60_000;
const TOKENS = 12;
const API_KEYS = ['kgiton_a', 'kgiton_b'] as const;
type ApiKey = (typeof API_KEYS)[number];

/** The state of KGiTON in its simplest form. */
interface Model {
  now: Record<ApiKey, number>;
  tokens: Record<ApiKey, number>;
  payments: Map<string, ModelPayment>;
}

interface ModelPayment {
  minutes: number;
  response: string;
  expiresAt: number;
  paidAt?: number;
  failed?: true;
  webhook: Webhook;
}

/** What becomes of the webhook of a payment. */
type Webhook = 'none' | 'acknowledged' | 'refused' | 'withheld';

/** One step; `id` is one of few, so that steps concern the same payment. */
type Step =
  | { does: 'generate'; apiKey: ApiKey; id: string; minutes: number; webhook: Webhook }
  | { does: 'pay'; apiKey: ApiKey; id: string }
  | { does: 'expire'; apiKey: ApiKey; id: string }
  | { does: 'fail'; apiKey: ApiKey; id: string }
  | { does: 'ask'; apiKey: ApiKey; id: string }
  | { does: 'advance'; apiKey: ApiKey; minutes: number };

const apiKey = fc.constantFrom(...API_KEYS);
const id = fc.integer({ min: 1, max: 18 }).map((number) => `ORDER-${number}`);
const minutes = fc.integer({ min: 1, max: 5 });
const webhook = fc.constantFrom<Webhook>('none', 'acknowledged', 'refused', 'withheld');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constant('generate'), apiKey, id, minutes, webhook }) as fc.Arbitrary<Step>,
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('pay', 'pay', 'expire', 'fail', 'ask', 'ask'),
      apiKey,
      id,
    }) as fc.Arbitrary<Step>,
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('advance'), apiKey, minutes }) as fc.Arbitrary<Step> },
);

test('whatever partners and customers do, in any order, no token is lost, nothing is paid late or twice, and every status is true', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      await using sandbox = createSandbox({
        seed: 'model',
        licenses: { MINE: TOKENS },
        fetch: async ({ url }) => new Response(null, { status: url.endsWith('/refused') ? 503 : 200 }),
      });
      const start = sandbox.now();
      const model: Model = {
        now: { kgiton_a: start, kgiton_b: start },
        tokens: { kgiton_a: TOKENS, kgiton_b: TOKENS },
        payments: new Map(),
      };
      for (const one of steps) {
        expect([one, await perform(sandbox, one)]).toEqual([one, predict(model, one)]);
      }
      for (const key of API_KEYS) {
        expect((await sandbox.license('MINE', key))?.tokens).toBe(model.tokens[key]);
        expect(model.tokens[key]).toBeGreaterThanOrEqual(0);
      }
      expect(await sandbox.payments()).toHaveLength(model.payments.size);
    }),
    runs(300),
  );
});

async function perform(sandbox: Sandbox, step: Step): Promise<unknown> {
  const failure = ({ reason }: { reason: string }) => reason;
  if (step.does === 'advance') return sandbox.advance({ minutes: step.minutes }, step.apiKey).then(() => 'done');
  if (step.does === 'pay') {
    return sandbox.pay(step.id, step.apiKey).then(async ({ paymentId, request }) => {
      const isTried = (delivery: Delivery) =>
        delivery.paymentId === paymentId && (delivery.attempts.length > 0 || delivery.state === 'withheld');
      if (request.webhook_url) await sandbox.nextDelivery(isTried, new AbortController().signal);
      return 'done';
    }, failure);
  }
  if (step.does === 'expire' || step.does === 'fail') {
    return sandbox[step.does](step.id, step.apiKey).then(() => 'done', failure);
  }
  if (step.does === 'ask') {
    const { body } = await status(sandbox, step.id, { headers: { 'x-api-key': step.apiKey } });
    const { code, payment_status, paid_at, expires_at, webhook_sent } = body;
    return code ?? { payment_status, paid_at, expires_at, webhook_sent };
  }
  const { apiKey, id, webhook } = step;
  const sent = request({
    transaction_id: id,
    license_key: 'MINE',
    expiry_minutes: step.minutes,
    ...(webhook !== 'none' && { webhook_url: `https://shop.example/${webhook}` }),
  });
  const before = await sandbox.payment(id, apiKey).catch(() => undefined);
  const response = await generate(sandbox, sent, { 'x-api-key': apiKey });
  if (!before && webhook === 'withheld') await sandbox.setFault({ kind: 'never' }, { id, apiKey });
  return response.status === 200 ? response.body.expires_at : response.body.code;
}

/** The expected outcome of a step, by the contract's decisions. */
function predict({ now, tokens, payments }: Model, step: Step): unknown {
  if (step.does === 'advance') {
    now[step.apiKey] += step.minutes * MINUTE;
    return 'done';
  }
  const name = `${step.apiKey} ${step.id}`;
  const payment = payments.get(name);
  if (step.does === 'generate') {
    const isSame = payment?.minutes === step.minutes && payment.webhook === step.webhook;
    if (payment) return isSame ? payment.response : 'DUPLICATE_TRANSACTION';
    if (tokens[step.apiKey] === 0) return 'INSUFFICIENT_TOKENS';
    tokens[step.apiKey]--;
    const expiresAt = now[step.apiKey] + step.minutes * MINUTE;
    const response = time(expiresAt);
    payments.set(name, { minutes: step.minutes, response, expiresAt, webhook: step.webhook });
    return response;
  }
  if (!payment) return step.does === 'ask' ? 'TRANSACTION_NOT_FOUND' : 'not-found';
  const { paidAt, failed, webhook } = payment;
  const isExpired = now[step.apiKey] >= payment.expiresAt;
  if (step.does === 'ask') {
    const open = isExpired ? 'expired' : 'pending';
    return {
      payment_status: paidAt !== undefined ? 'paid' : failed ? 'failed' : open,
      paid_at: paidAt === undefined ? null : time(paidAt),
      expires_at: time(payment.expiresAt),
      webhook_sent: paidAt !== undefined && (webhook === 'acknowledged' || webhook === 'refused'),
    };
  }
  if (paidAt !== undefined) return 'already-paid';
  if (failed) return step.does === 'fail' ? 'done' : 'failed';
  if (step.does === 'expire') payment.expiresAt = Math.min(payment.expiresAt, now[step.apiKey]);
  else if (isExpired) return 'expired';
  else if (step.does === 'fail') payment.failed = true;
  else payment.paidAt = now[step.apiKey];
  return 'done';
}

function time(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
