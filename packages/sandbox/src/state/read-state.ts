import type { PartnerPaymentRequest } from '@kgiton/contract';
import { validatePartnerPaymentRequest, validatePartnerPaymentResponse } from '@kgiton/contract/validators';
import type { License, State } from '../control/generated/schemas.js';
import { type Violation, validateState } from '../control/generated/validators.js';
import { checkFault, type Fault } from '../faults.js';
import { knownProperties } from '../payments/create-payment.js';
import type { PaymentRecord } from '../payments/payment.js';
import { SandboxError } from '../sandbox-error.js';

/** An account to start with. */
export interface StartAccount {
  apiKey: string;
  /** What its clock shows at the start: milliseconds since 1970-01-01T00:00:00Z. */
  now: number | undefined;
  licenses: readonly License[];
  payments: readonly PaymentRecord[];
  faults: readonly { id: string | undefined; fault: Fault }[];
}

type AccountOfState = State['accounts'][number];
type PaymentOfState = NonNullable<AccountOfState['payments']>[number];

/** More problems than this are not reported. */
const MOST_PROBLEMS = 10;

/**
 * The accounts of a state.
 *
 * @throws {SandboxError} `invalid`, with each place that is wrong as a JSON Pointer
 */
export function readState(state: State): StartAccount[] {
  const problems = validateState(state);
  refuse(problems);
  const isNew = uniqueness(problems);
  const accounts = state.accounts.map((account, index) => {
    const at = `/accounts/${index}`;
    isNew('api_key', account.api_key, `${at}/api_key`);
    return accountOf(account, at, problems, isNew);
  });
  refuse(problems);
  return accounts;
}

function refuse(problems: readonly Violation[]): void {
  if (problems.length === 0) return;
  const reported = problems.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${path || '/'}: ${message}`);
  const more = problems.length - reported.length;
  throw new SandboxError(
    'invalid',
    `The state is not valid. ${reported.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  );
}

type IsNew = (what: string, value: string, path: string) => void;

/** Reports a value that was there before. */
function uniqueness(problems: Violation[]): IsNew {
  const seen = new Set<string>();
  return (what, value, path) => {
    const entry = `${what} ${value}`;
    if (seen.has(entry)) problems.push({ path, message: 'is there twice' });
    seen.add(entry);
  };
}

function accountOf(account: AccountOfState, at: string, problems: Violation[], isNew: IsNew): StartAccount {
  const { api_key: apiKey, now, licenses = [], payments = [], faults = [] } = account;
  for (const [index, { fault }] of faults.entries()) {
    try {
      checkFault(fault);
    } catch (error) {
      problems.push({ path: `${at}/faults/${index}/fault`, message: (error as Error).message });
    }
  }
  const records = payments.map((payment, index) => {
    const path = `${at}/payments/${index}`;
    problems.push(...problemsOf(payment, path));
    isNew('payment_id', payment.payment_id, `${path}/payment_id`);
    const { transaction_id } = Object(payment.request) as Partial<PartnerPaymentRequest>;
    isNew(`transaction_id of ${apiKey}`, String(transaction_id), `${path}/request/transaction_id`);
    return problems.length > 0 ? undefined : recordOf(payment, apiKey);
  });
  return {
    apiKey,
    now: now === undefined ? undefined : Date.parse(now),
    licenses,
    payments: records.filter((record) => record !== undefined),
    faults: faults.map(({ payment, fault }) => ({ id: payment, fault })),
  };
}

/** What the contract and the request have against a payment. */
function problemsOf({ payment_id, request, response, paid_at, failed_at }: PaymentOfState, at: string): Violation[] {
  const found = [
    ...validatePartnerPaymentRequest(request).map(({ path, message }) => ({ path: `/request${path}`, message })),
    ...validatePartnerPaymentResponse(response).map(({ path, message }) => ({ path: `/response${path}`, message })),
  ];
  if (found.length === 0) {
    const expected = { payment_id, transaction_id: request.transaction_id, amount: request.amount };
    for (const [name, value] of Object.entries({ ...expected, payment_type: request.payment_type })) {
      if (response[name as 'amount'] !== value) found.push({ path: `/response/${name}`, message: `must be ${value}` });
    }
  }
  if (paid_at !== undefined && failed_at !== undefined) {
    found.push({ path: '/failed_at', message: 'must not be there beside paid_at' });
  }
  return found.map(({ path, message }) => ({ path: at + path, message }));
}

function recordOf(payment: PaymentOfState, apiKey: string): PaymentRecord {
  const { payment_id: paymentId, request, response, created_at, expires_at, paid_at, failed_at } = payment;
  return {
    paymentId,
    transactionId: request.transaction_id,
    apiKey,
    request: JSON.stringify(knownProperties(request)),
    response: JSON.stringify(response),
    createdAt: Date.parse(created_at),
    expiresAt: Date.parse(expires_at),
    ...(paid_at !== undefined && { paidAt: Date.parse(paid_at) }),
    ...(failed_at !== undefined && { failedAt: Date.parse(failed_at) }),
  };
}
