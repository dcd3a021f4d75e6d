import { readFile } from 'node:fs/promises';

/** A case of `requests.yaml` or `waits.yaml`, with its examples in place. See README.md. */
export interface Case {
  name: string;
  client?: {
    maxRetries?: number;
    timeout?: number;
    headers?: Record<string, string>;
    apiKey?: string;
    baseUrl?: string;
  };
  random?: number;
  now?: string;
  server?: 'refused' | 'plain' | 'untrusted';
  call: Call;
  responses: ScriptedResponse[];
  expect: {
    received?: number;
    receivedAtMost?: number;
    delays?: number[];
    request?: { method?: string; path?: string; headers?: Record<string, string>; body?: string };
    result?: Record<string, unknown>;
    error?: ExpectedError;
    invalidArgument?: true;
  };
}

export type Call = { options?: Record<string, unknown> } & (
  | { operation: 'generate'; request: Record<string, unknown> }
  | { operation: 'checkStatus'; transactionId: string }
  | { operation: 'waitForPayment'; transactionId: string; timeout?: number; interval?: number }
);

export interface ExpectedError {
  class: string;
  code: string;
  statusCode?: number;
  requestId?: string;
  retryAfter?: number;
  outcomeUnknown?: boolean;
  errors?: { path: string; message: string }[];
  reason?: string;
  message?: string[];
  messageAtMost?: number;
}

export interface ScriptedResponse {
  status?: number;
  headers: Record<string, string>;
  body: { text?: string; base64?: string; times?: number; padding?: number };
  informational?: number[];
  fault?: 'close' | 'hang' | 'close-in-body' | 'hang-in-body';
}

/** A case of `webhooks.yaml`, signed. */
export interface WebhookCase {
  name: string;
  body: string;
  headers: Record<string, string | string[]>;
  secrets: string[];
  expect: { event?: Record<string, unknown>; error?: ExpectedError };
}

export interface Table<Each> {
  apiKey: string;
  licenseKey: string;
  cases: Each[];
}

export async function readTable<Each>(name: 'requests' | 'waits' | 'webhooks'): Promise<Table<Each>> {
  return JSON.parse(await readFile(new URL(`generated/${name}.json`, import.meta.url), 'utf8'));
}
