import {
  type Fault,
  type FaultSetting,
  isRequestFault,
  type License,
  type LicenseSeed,
  type NewDelivery,
  type PaymentStore,
  type RequestFault,
  type Store,
  type Transition,
  type WebhookFault,
} from '@kgiton/sandbox/store';
import { ErrorReply } from '@redis/client';
import { type Accounts, MOST_BYTES } from './account.js';
import type { Connection, Reply } from './connection.js';
import type { Keys } from './keys.js';
import type { Looks } from './looks.js';
import { faultOf, fixedDelivery, fixedPart, paymentOf } from './records.js';

/** How much is kept of an account; the oldest is dropped first. */
const MOST = { payments: 10_000, licenses: 1_000, faults: 10_000 };

/**
 * Milliseconds for which a payment is found by its id alone. Longer than any account is idle; its account finds it longer.
 */
const OWNED = 30 * 24 * 60 * 60 * 1000;

export interface PaymentsOptions {
  connection: Connection;
  accounts: Accounts;
  keys: Keys;
  looks: Looks;
  licenses: readonly LicenseSeed[];
  /** Called with log lines about what is dropped. */
  warn(line: string): void;
}

/** License keys, payments and faults. */
export function createPayments(options: PaymentsOptions): Omit<PaymentStore, 'open' | 'isOpen'> {
  const { connection, accounts, keys, looks, licenses: seeds, warn } = options;
  const { client } = connection;
  const { run, runOpen } = accounts;
  const initial = seeds.map(({ key, state, tokens }): License => ({ key, state, tokens }));
  let hasDropped = false;

  const find = async (apiKey: string, how: 'any' | 'transaction', id: string) => {
    const reply = await run('find', apiKey, how, id);
    return reply === null ? undefined : paymentOf(reply);
  };

  const end = (how: 'expire' | 'fail') => async (apiKey: string, paymentId: string, moment: number) =>
    transitionOf((await run('transition', apiKey, paymentId, how, moment, ...argumentsOf())) as Reply[]) as Transition;

  const accountsOf = async (apiKey: string | undefined) => (apiKey === undefined ? accounts.apiKeys() : [apiKey]);

  return {
    async license(apiKey, key) {
      const [outcome, tokens, state] = (await run('license', apiKey, key)) as string[];
      if (outcome === 'closed') return initial.find((license) => license.key === key);
      return tokens === undefined ? undefined : licenseOf(key, tokens, state as string);
    },
    async licenses(apiKey) {
      const [outcome, ...parts] = (await run('licenses', apiKey)) as string[];
      if (outcome === 'closed') return initial;
      return Array.from({ length: parts.length / 3 }, (_, index) =>
        licenseOf(...(parts.slice(3 * index, 3 * index + 3) as [string, string, string])),
      );
    },
    async setLicense(apiKey, { key, tokens = '', state = '' }) {
      const reply = await runOpen('set-license', apiKey, key, tokens, state, MOST.licenses, initial.length);
      const [, set, become] = reply as [string, string, string];
      return licenseOf(key, set, become);
    },
    find: (apiKey, id) => find(apiKey, 'any', id),
    findByTransaction: (apiKey, transactionId) => find(apiKey, 'transaction', transactionId),
    async findByPaymentId(paymentId) {
      const owner = await client.get(keys.owner(paymentId));
      const payment = owner === null ? undefined : await find(owner, 'any', paymentId);
      return payment?.paymentId === paymentId ? payment : undefined;
    },
    async insert(payment, licenseKey) {
      const { apiKey, paymentId, transactionId, expiresAt } = payment;
      // Before it is there: whatever is killed in between, no payment is lost from sight.
      await client.set(keys.owner(paymentId), apiKey, { expiration: { type: 'PX', value: OWNED } });
      const args = [paymentId, transactionId, fixedPart(payment), expiresAt, licenseKey, MOST.payments, MOST_BYTES];
      const add = () => runOpen('insert', apiKey, ...args);
      // Once more: without a reply nobody knows whether the token was taken, and a repetition takes none.
      const [outcome, detail] = await add().catch((error) => {
        if (error instanceof ErrorReply) throw error;
        return add();
      });
      if (outcome === 'created') {
        if (Number(detail) > 0 && !hasDropped) {
          const limit = `more than ${MOST.payments} of an API key, or ${MOST_BYTES / 2 ** 20} MiB`;
          warn(`there are too many payments, ${limit}: from now on the oldest are dropped`);
          hasDropped = true;
        }
        return { outcome, payment };
      }
      await client.del(keys.owner(paymentId));
      if (outcome === 'exists') return { outcome, payment: paymentOf(detail as Reply) };
      return { outcome: 'no-token' };
    },
    async pay(apiKey, paymentId, moment, delivery) {
      if (delivery?.nextAttemptAt !== undefined) await looks.request(apiKey);
      const reply = (await run('transition', apiKey, paymentId, 'pay', moment, ...argumentsOf(delivery))) as Reply[];
      if (delivery?.nextAttemptAt !== undefined) await looks.after(apiKey, reply[2]);
      return transitionOf(reply);
    },
    expire: end('expire'),
    fail: end('fail'),
    async payments(apiKey, limit) {
      if (limit === 0) return [];
      const start = limit === undefined ? 0 : -limit;
      const all = await accounts.list('payments', await accountsOf(apiKey), paymentOf, start);
      return all.slice(start);
    },
    async countPayments(apiKey) {
      const counts = (await accountsOf(apiKey)).map((one) => client.zCard(keys.order(one)));
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },
    async fault({ apiKey, paymentId, transactionId }) {
      const reply = await run('fault', apiKey, paymentId, transactionId);
      return reply === null ? undefined : faultOf<WebhookFault>(...(reply as [string, string]));
    },
    async takeRequestFault(apiKey, transactionId = '') {
      const reply = await run('take-request-fault', apiKey, transactionId);
      return reply === null ? undefined : (JSON.parse(reply as string) as RequestFault);
    },
    async faults(apiKey) {
      const all = await Promise.all(
        (await accountsOf(apiKey)).map(async (one) => {
          const parts = (await run('faults', one)) as string[];
          return Array.from({ length: parts.length / 3 }, (_, index): FaultSetting => {
            const [field, fault, times] = parts.slice(3 * index, 3 * index + 3) as [string, string, string];
            // `webhook:iTRX-1` of an id, `webhook:` of the account.
            const target = field.slice(field.indexOf(':') + 1);
            return { apiKey: one, ...(target && { id: target.slice(1) }), fault: faultOf<Fault>(fault, times) };
          });
        }),
      );
      return all.flat();
    },
    async setFault(apiKey, id = '', fault) {
      const { times = '', ...rest } = fault;
      const affected = isRequestFault(fault) ? 'request' : 'webhook';
      await runOpen('set-fault', apiKey, affected, id, JSON.stringify(rest), times, MOST.faults);
    },
    async clearFault(apiKey, id = '', kind = undefined) {
      await runOpen('clear-fault', apiKey, id, kind ?? '');
    },
  };
}

function licenseOf(key: string, tokens: string, state: string): License {
  return { key, tokens: Number(tokens), state: state as License['state'] };
}

/** What the script expects of a delivery, or of none. */
function argumentsOf(delivery?: NewDelivery): (string | number)[] {
  if (!delivery) return ['', '', '', '', '', ''];
  const { id, state, nextAttemptAt = '', fault } = delivery;
  return [id, fixedDelivery(delivery), state, nextAttemptAt, fault?.kind ?? '', fault?.seconds ?? ''];
}

function transitionOf([outcome, payment]: Reply[]): Awaited<ReturnType<Store['pay']>> {
  if (outcome === 'unknown' || outcome === 'fault-changed') return { outcome };
  return { outcome: outcome as 'done', payment: paymentOf(payment as Reply) };
}
