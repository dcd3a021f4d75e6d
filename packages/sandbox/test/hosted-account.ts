import { expect } from 'vitest';
import { type HostedOptions, type RunningSandbox, type StartSandboxOptions, startSandbox } from '../src/index.js';
import { control, type OperationId, operations } from './control-api.js';

export const OPERATOR_TOKEN = 'operator-token-of-a-test';
export const OPERATOR = { authorization: `Bearer ${OPERATOR_TOKEN}` };

/** A hosted sandbox whose webhooks arrive nowhere, unless `options` say otherwise. */
export function startHosted(hosted: HostedOptions = {}, options: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const fetch = async () => new Response(null, { status: 204 });
  return startSandbox({ port: 0, fetch, hosted: { operatorToken: OPERATOR_TOKEN, ...hosted }, ...options });
}

/** The API key of a new account. */
export async function newAccount(sandbox: { url: string }): Promise<string> {
  const { status, body } = await control(sandbox, 'createAccount');
  expect(status).toBe(200);
  return body.api_key;
}

export const ids = Object.keys(operations) as OperationId[];

const OPEN: OperationId[] = ['getHealth', 'getReady', 'createAccount'];

/** The operations that need an account. */
export const guarded = ids.filter((id) => !OPEN.includes(id));

/** Those that an operator may use without one. */
export const FOR_OPERATORS: OperationId[] = ['listAccounts', 'getMetrics', 'reset'];

/** A valid body of each operation that has one. */
export const BODIES: Partial<Record<OperationId, unknown>> = {
  setLicense: { tokens: 1 },
  advanceClock: { minutes: 1 },
  setFault: { fault: { kind: 'never' } },
  listen: {},
  reportOutcome: { id: 'NONE', error: 'none', duration_ms: 1 },
};
