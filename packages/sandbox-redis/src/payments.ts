import {
  type Fault,
  type FaultSetting,
  isRequestFault,
  type License,
  type LicenseSeed,
  MAX_PER_ACCOUNT,
  type NewDelivery,
  type PaymentStore,
  type RequestFault,
  type Store,
  type Transition,
  type WebhookFault,
} from '@kgiton/sandbox/store';
import { ErrorReply } from '@redis/client';
import { type Accounts, inTurn } from './account.js';
import type { Connection, Reply } from './connection.js';
import type { Counts } from './counts.js';
import type { Keys } from './keys.js';
import { MAX_BYTES } from './limits.js';
import type { Owners } from './owners.js';
import type { Polls } from './polls.js';
import { faultOf, fixedDelivery, fixedPart, paymentOf } from './records.js';

export interface PaymentsOptions {
  connection: Connection;
  accounts: Accounts;
  keys: Keys;
  counts: Counts;
  polls: Polls;
  owners: Owners;
  licenses: readonly LicenseSeed[];
  /** Called with the ids of the payments that an account had too many of. */
  onDrop(apiKey: string, paymentIds: Reply): Promise<void>;
}

/** License keys, payments and faults. */
export function createPayments(options: PaymentsOptions): Omit<PaymentStore, 'counts' | 'open' | 'isOpen'> {
  const { connection, accounts, keys, counts, polls, owners, licenses: seeds, onDrop } = options;
  const { client } = connection;
  const { run, runOpen } = accounts;
  const initial = seeds.map(({ key, state, tokens }): License => ({ key, state, tokens }));

  const find = async (apiKey: string, how: 'any' | 'transaction', id: string) => {
    const reply = await run('find', apiKey, how, id);
    return reply === null ? undefined : paymentOf(reply);
  };

  const transition = (apiKey: string, id: string, how: string, moment: number, delivery?: NewDelivery) =>
    run('transition', apiKey, id, how, moment, ...argumentsOf(delivery), MAX_PER_ACCOUNT.payments, MAX_BYTES.payments);

  const end = (how: 'expire' | 'fail') => async (apiKey: string, paymentId: string, moment: number) =>
    transitionOf((await transition(apiKey, paymentId, how, moment)) as Reply[]) as Transition;

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
      const reply = await runOpen(
        'set-license',
        apiKey,
        key,
        tokens,
        state,
        MAX_PER_ACCOUNT.licenses,
        MAX_BYTES.licenses,
        initial.length,
      );
      const [, set, become] = reply as [string, string, string];
      return licenseOf(key, set, become);
    },
    find: (apiKey, id) => find(apiKey, 'any', id),
    findByTransaction: (apiKey, transactionId) => find(apiKey, 'transaction', transactionId),
    async findByPaymentId(paymentId) {
      const owner = await owners.of(paymentId);
      const payment = owner === null ? undefined : await find(owner, 'any', paymentId);
      return payment?.paymentId === paymentId ? payment : undefined;
    },
    async insert(payment, licenseKey) {
      const { apiKey, paymentId, transactionId, expiresAt } = payment;
      // Before it is there: whatever is killed in between, no payment is lost from sight.
      await Promise.all([owners.set(paymentId, apiKey), counts.add(apiKey, 1)]);
      const args = [paymentId, transactionId, fixedPart(payment), expiresAt, licenseKey];
      const add = () => runOpen('insert', apiKey, ...args, MAX_PER_ACCOUNT.payments, MAX_BYTES.payments);
      // Once more: without a reply nobody knows whether the token was taken, and a repetition takes none.
      const [outcome, detail] = await add().catch((error) => {
        if (error instanceof ErrorReply) throw error;
        return add();
      });
      if (outcome === 'created') {
        await onDrop(apiKey, detail as Reply);
        return { outcome, payment };
      }
      await Promise.all([owners.remove([paymentId]), counts.add(apiKey, -1)]);
      if (outcome === 'exists') return { outcome, payment: paymentOf(detail as Reply) };
      return { outcome: 'no-token' };
    },
    async pay(apiKey, paymentId, moment, delivery) {
      if (delivery?.nextAttemptAt !== undefined) await polls.request(apiKey);
      const reply = (await transition(apiKey, paymentId, 'pay', moment, delivery)) as Reply[];
      if (delivery?.nextAttemptAt !== undefined) await polls.after(apiKey, reply[2]);
      if (reply[0] === 'done') await onDrop(apiKey, reply[3] as Reply);
      return transitionOf(reply);
    },
    expire: end('expire'),
    fail: end('fail'),
    async payments(apiKey, limit) {
      if (limit === 0) return [];
      const all = await accounts.list('payments', await accountsOf(apiKey), paymentOf, limit);
      return all.slice(limit === undefined ? 0 : -limit);
    },
    countPayments: (apiKey) => client.zCard(keys.order(apiKey)),
    async fault({ apiKey, paymentId, transactionId }) {
      const reply = await run('fault', apiKey, paymentId, transactionId);
      return reply === null ? undefined : faultOf<WebhookFault>(...(reply as [string, string]));
    },
    async takeRequestFault(apiKey, transactionId = '') {
      const reply = await run('take-request-fault', apiKey, transactionId);
      return reply === null ? undefined : (JSON.parse(reply as string) as RequestFault);
    },
    async faults(apiKey) {
      const all = await inTurn(await accountsOf(apiKey), async (one) => {
        const parts = (await run('faults', one)) as string[];
        return Array.from({ length: parts.length / 3 }, (_, index): FaultSetting => {
          const [field, fault, times] = parts.slice(3 * index, 3 * index + 3) as [string, string, string];
          // `webhook:iTRX-1` of an id, `webhook:` of the account.
          const target = field.slice(field.indexOf(':') + 1);
          return { apiKey: one, ...(target && { id: target.slice(1) }), fault: faultOf<Fault>(fault, times) };
        });
      });
      return all.flat();
    },
    async setFault(apiKey, id = '', fault) {
      const { times = '', ...rest } = fault;
      const affected = isRequestFault(fault) ? 'request' : 'webhook';
      await runOpen(
        'set-fault',
        apiKey,
        affected,
        id,
        JSON.stringify(rest),
        times,
        MAX_PER_ACCOUNT.faults,
        MAX_BYTES.faults,
      );
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
