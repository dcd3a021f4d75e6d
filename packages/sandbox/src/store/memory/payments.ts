import type { License, PaymentState } from '../../control/generated/schemas.js';
import type { WebhookFault } from '../../faults.js';
import type { LicenseSeed } from '../../payments/license-keys.js';
import { type PaymentRecord, stateOf } from '../../payments/payment.js';
import type { StartAccount } from '../../state/read-state.js';
import { MAX_PER_ACCOUNT } from '../limits.js';
import type { Change, FaultSetting, NewDelivery, PaymentStore, Transition } from '../store.js';
import { createBounded, reportDrops, textWeight } from './bounded.js';
import { createFaultTable, type FaultTable } from './fault-table.js';

interface Account {
  licenses: Map<string, License>;
  byTransaction: Map<string, PaymentRecord>;
  faults: FaultTable;
}

export interface MemoryPaymentsOptions {
  /** The license keys of a new account. */
  licenses: readonly LicenseSeed[];
  notify(change: Change): void;
  /** Called with log lines about what is dropped. */
  warn(line: string): void;
  /** Called with the delivery of each payment that is paid. */
  deliver(delivery: NewDelivery): void;
  /** Called with each payment that is dropped because there are too many. */
  onDropPayment(payment: PaymentRecord): void;
  /** Called with the API key of each account that is dropped because there are too many. */
  onDropAccount(apiKey: string): void;
}

/** Accounts with their license keys, payments and faults. */
export interface MemoryPayments extends PaymentStore {
  apiKeys(): Iterable<string>;
  /** Adds an account as it was. */
  restore(account: StartAccount): void;
  reset(apiKey?: string): void;
}

/** How many accounts are kept; the oldest is dropped first. */
export const MAX_ACCOUNTS = 1_000;

/** How much is kept; without more, of all accounts together. The oldest is dropped first. */
const MAX_PAYMENTS = { perGroup: MAX_PER_ACCOUNT.payments, inAll: 50_000, bytesInAll: 128 * 2 ** 20 };
const MAX_LICENSES = 50_000;
const MAX_FAULTS = 50_000;

/** Roughly what a payment weighs beside its texts, in bytes. */
const OVERHEAD = 500;

export function createMemoryPayments(options: MemoryPaymentsOptions): MemoryPayments {
  const { licenses: seeds, notify, warn, deliver, onDropPayment, onDropAccount } = options;
  const accounts = new Map<string, Account>();
  const byPaymentId = new Map<string, PaymentRecord>();
  const reportDrop = reportDrops('payments', warn);
  const reportAccount = reportDrops('API keys', warn);
  const payments = createBounded<PaymentRecord>({
    ...MAX_PAYMENTS,
    groupOf: ({ apiKey }) => apiKey,
    weightOf: ({ request, response, apiKey }) => OVERHEAD + textWeight(request, response, apiKey),
    onDrop(payment, limit) {
      byPaymentId.delete(payment.paymentId);
      accounts.get(payment.apiKey)?.byTransaction.delete(payment.transactionId);
      reportDrop(limit);
      onDropPayment(payment);
    },
  });

  const newLicenses = () => new Map(seeds.map(({ key, state, tokens }) => [key, { key, state, tokens }]));
  // What accounts that do not exist yet have. Never written to.
  const untouched = newLicenses();

  function accountOf(apiKey: string): Account {
    const known = accounts.get(apiKey);
    const isFull = accounts.size >= MAX_ACCOUNTS;
    if (known) {
      // An account in use moves to the end, so that it is not the next to be dropped.
      if (isFull) {
        accounts.delete(apiKey);
        accounts.set(apiKey, known);
      }
      return known;
    }
    const [oldest] = isFull ? accounts.keys() : [];
    if (oldest !== undefined) dropAccount(oldest);
    const account: Account = {
      licenses: newLicenses(),
      byTransaction: new Map(),
      faults: createFaultTable(MAX_PER_ACCOUNT.faults),
    };
    accounts.set(apiKey, account);
    return account;
  }

  function dropAccount(apiKey: string): void {
    remove(apiKey);
    reportAccount(`${MAX_ACCOUNTS} in all`);
    onDropAccount(apiKey);
  }

  function remove(apiKey: string): void {
    accounts.delete(apiKey);
    for (const { paymentId } of payments.values(apiKey)) byPaymentId.delete(paymentId);
    payments.clear(apiKey);
  }

  function add(payment: PaymentRecord, { byTransaction }: Account): void {
    byTransaction.set(payment.transactionId, payment);
    byPaymentId.set(payment.paymentId, payment);
    payments.add(payment);
  }

  /** Drops the oldest license key that the sandbox does not begin with. */
  function dropLicense(licenses: Map<string, License>): void {
    for (const key of licenses.keys()) if (!untouched.has(key)) return void licenses.delete(key);
  }

  /** Where all accounts together have too many, drops one of the account that has most of them. */
  function dropFromLargest(max: number, count: (account: Account) => number, drop: (largest: Account) => void): void {
    let inAll = 0;
    let largest: Account | undefined;
    for (const account of accounts.values()) {
      inAll += count(account);
      if (!largest || count(account) > count(largest)) largest = account;
    }
    if (largest && inAll > max) drop(largest);
  }

  function lookUp(apiKey: string, id: string): PaymentRecord | undefined {
    const payment = byPaymentId.get(id);
    return payment?.apiKey === apiKey ? payment : accounts.get(apiKey)?.byTransaction.get(id);
  }

  /** Changes a payment that is in one of these states at this moment. */
  function change(
    apiKey: string,
    paymentId: string,
    moment: number,
    from: readonly PaymentState[],
    apply: (payment: PaymentRecord) => void,
  ): Transition {
    const payment = lookUp(apiKey, paymentId);
    if (!payment) return { outcome: 'unknown' };
    const state = stateOf(payment, moment);
    // A pending payment can be changed in every way.
    if (!from.includes(state)) {
      return { outcome: state === 'expired' || state === 'failed' ? state : 'already-paid', payment };
    }
    apply(payment);
    notify({ apiKey });
    return { outcome: 'done', payment };
  }

  return {
    license: async (apiKey, key) => (accounts.get(apiKey)?.licenses ?? untouched).get(key),
    licenses: async (apiKey) => [...(accounts.get(apiKey)?.licenses ?? untouched).values()],
    async setLicense(apiKey, { key, tokens, state }) {
      const { licenses } = accountOf(apiKey);
      const known = licenses.get(key) ?? { tokens: 1_000_000, state: 'active' };
      const license: License = { key, tokens: tokens ?? known.tokens, state: state ?? known.state };
      licenses.set(key, license);
      if (licenses.size > MAX_PER_ACCOUNT.licenses) dropLicense(licenses);
      else
        dropFromLargest(
          MAX_LICENSES,
          ({ licenses }) => licenses.size - untouched.size,
          (largest) => dropLicense(largest.licenses),
        );
      notify({ apiKey });
      return license;
    },
    find: async (apiKey, id) => lookUp(apiKey, id),
    findByTransaction: async (apiKey, transactionId) => accounts.get(apiKey)?.byTransaction.get(transactionId),
    findByPaymentId: async (paymentId) => byPaymentId.get(paymentId),
    async insert(payment, licenseKey) {
      const account = accountOf(payment.apiKey);
      const earlier = account.byTransaction.get(payment.transactionId);
      if (earlier) return { outcome: 'exists', payment: earlier };
      const license = account.licenses.get(licenseKey);
      if (!license || license.tokens < 1) return { outcome: 'no-token' };
      license.tokens--;
      add(payment, account);
      notify({ apiKey: payment.apiKey });
      return { outcome: 'created', payment };
    },
    async pay(apiKey, paymentId, moment, delivery) {
      const payment = lookUp(apiKey, paymentId);
      const faults = accounts.get(apiKey)?.faults;
      const ids = payment ? [payment.paymentId, payment.transactionId] : [];
      // Prepared for a fault that was set, cleared or used up since.
      if (payment && delivery && !isSameFault(faults?.find('webhook', ids), delivery.fault)) {
        return { outcome: 'fault-changed' };
      }
      return change(apiKey, paymentId, moment, ['pending'], (paid) => {
        paid.paidAt = moment;
        if (delivery) faults?.take('webhook', ids);
        for (const id of ids) faults?.remove('webhook', id);
        if (delivery) deliver(delivery);
      });
    },
    expire: async (apiKey, paymentId, moment) =>
      change(apiKey, paymentId, moment, ['pending', 'expired'], (payment) => {
        payment.expiresAt = Math.min(payment.expiresAt, moment);
      }),
    fail: async (apiKey, paymentId, moment) =>
      change(apiKey, paymentId, moment, ['pending', 'failed'], (payment) => {
        payment.failedAt ??= moment;
      }),
    payments: async (apiKey, limit) => payments.values(apiKey, limit),
    countPayments: async (apiKey) => payments.size(apiKey),
    counts: async () => ({ accounts: accounts.size, payments: payments.size() }),
    async fault({ apiKey, paymentId, transactionId }) {
      const faults = accounts.get(apiKey)?.faults;
      return !faults || faults.isEmpty() ? undefined : faults.find('webhook', [paymentId, transactionId]);
    },
    async takeRequestFault(apiKey, transactionId) {
      const account = accounts.get(apiKey);
      // Almost every request looks here in vain.
      if (!account || account.faults.isEmpty()) return undefined;
      const paymentId = account.byTransaction.get(transactionId ?? '')?.paymentId;
      const fault = account.faults.take('request', [paymentId, transactionId]);
      if (fault) notify({ apiKey });
      return fault;
    },
    faults: async (apiKey) =>
      [...accounts]
        .filter(([key]) => apiKey === undefined || key === apiKey)
        .flatMap(([key, { faults }]) => faults.list().map((setting): FaultSetting => ({ apiKey: key, ...setting }))),
    async setFault(apiKey, id, fault) {
      accountOf(apiKey).faults.set(id, fault);
      dropFromLargest(
        MAX_FAULTS,
        ({ faults }) => faults.size(),
        ({ faults }) => faults.dropOldest(),
      );
      notify({ apiKey });
    },
    async clearFault(apiKey, id, kind) {
      accountOf(apiKey).faults.clear(id, kind);
      notify({ apiKey });
    },
    async open(apiKey) {
      accountOf(apiKey);
    },
    isOpen: async (apiKey) => accounts.has(apiKey),
    apiKeys: () => accounts.keys(),
    restore({ apiKey, licenses, payments, faults }) {
      const account = accountOf(apiKey);
      for (const license of licenses) account.licenses.set(license.key, { ...license });
      for (const payment of payments) add({ ...payment }, account);
      for (const { id, fault } of faults) account.faults.set(id, { ...fault });
    },
    reset(apiKey) {
      if (apiKey !== undefined) return remove(apiKey);
      accounts.clear();
      byPaymentId.clear();
      payments.clear();
    },
  };
}

function isSameFault(set: WebhookFault | undefined, prepared: WebhookFault | undefined): boolean {
  return set?.kind === prepared?.kind && set?.seconds === prepared?.seconds;
}
