import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.js';
import { generate, request } from './requests.js';

const MINUTE = 60_000;
const TOKENS = 12;
const API_KEYS = ['kgiton_a', 'kgiton_b'] as const;
type ApiKey = (typeof API_KEYS)[number];

/** The state of KGiTON in its simplest form. */
interface Model {
  now: Record<ApiKey, number>;
  tokens: Record<ApiKey, number>;
  payments: Map<string, { minutes: number; response: string; expiresAt: number; paid: boolean }>;
}

/** One step; `id` is one of few, so that steps concern the same payment. */
type Step =
  | { does: 'generate'; apiKey: ApiKey; id: string; minutes: number }
  | { does: 'pay'; apiKey: ApiKey; id: string }
  | { does: 'expire'; apiKey: ApiKey; id: string }
  | { does: 'advance'; apiKey: ApiKey; minutes: number };

const apiKey = fc.constantFrom(...API_KEYS);
const id = fc.integer({ min: 1, max: 18 }).map((number) => `ORDER-${number}`);
const minutes = fc.integer({ min: 1, max: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('generate'), apiKey, id, minutes }) as fc.Arbitrary<Step> },
  { weight: 4, arbitrary: fc.record({ does: fc.constantFrom('pay', 'expire'), apiKey, id }) as fc.Arbitrary<Step> },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('advance'), apiKey, minutes }) as fc.Arbitrary<Step> },
);

test('whatever partners and customers do, in any order, no token is lost and nothing is paid late or twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      await using sandbox = createSandbox({ seed: 'model', licenses: { MINE: TOKENS } });
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
    { numRuns: 300 },
  );
});

async function perform(sandbox: Sandbox, step: Step): Promise<unknown> {
  const failure = ({ reason }: { reason: string }) => reason;
  if (step.does === 'advance') return sandbox.advance({ minutes: step.minutes }, step.apiKey).then(() => 'done');
  if (step.does === 'pay') return sandbox.pay(step.id, step.apiKey).then(() => 'done', failure);
  if (step.does === 'expire') return sandbox.expire(step.id, step.apiKey).then(() => 'done', failure);
  const sent = request({ transaction_id: step.id, license_key: 'MINE', expiry_minutes: step.minutes });
  const { status, body } = await generate(sandbox, sent, { 'x-api-key': step.apiKey });
  return status === 200 ? body.expires_at : body.code;
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
    if (payment) return payment.minutes === step.minutes ? payment.response : 'DUPLICATE_TRANSACTION';
    if (tokens[step.apiKey] === 0) return 'INSUFFICIENT_TOKENS';
    tokens[step.apiKey]--;
    const expiresAt = now[step.apiKey] + step.minutes * MINUTE;
    const response = new Date(expiresAt).toISOString().replace('.000Z', 'Z');
    payments.set(name, { minutes: step.minutes, response, expiresAt, paid: false });
    return response;
  }
  if (!payment) return 'not-found';
  if (payment.paid) return 'already-paid';
  if (step.does === 'expire') {
    payment.expiresAt = Math.min(payment.expiresAt, now[step.apiKey]);
    return 'done';
  }
  if (now[step.apiKey] >= payment.expiresAt) return 'expired';
  payment.paid = true;
  return 'done';
}
