import type { OpenAPI3 } from 'openapi-typescript';
import { constants } from '../../../scripts/generate/render-constants.js';
import type { Document } from './document.js';

/** What the contract says in data, under the names that `@kgiton/contract` has for it. */
export interface Facts {
  CONTRACT_VERSION: string;
  SERVER_URL: string;
  API_KEY_HEADER: string;
  SIGNATURE_HEADER: string;
  REQUEST_ID_HEADER: string;
  TEST_WEBHOOK_SECRET: string;
  DEFAULT_EXPIRY_MINUTES: Readonly<Record<string, number>>;
  WEBHOOK_TIMEOUT_SECONDS: number;
  WEBHOOK_RETRY_MINUTES: readonly number[];
}

/** The facts of this document, and not of the one that the packages were compiled from: it may have changed since. */
export function factsOf(contract: Document): Facts {
  const named = Object.entries(constants(contract as object as OpenAPI3)).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(named);
}
