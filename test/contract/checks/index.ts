import { callback } from './callback.js';
import type { CheckGroup } from './check.js';
import { decisionsByRequest } from './decisions-by-request.js';
import { errorCodes } from './error-codes.js';
import { examples } from './examples.js';
import { invalidRequests } from './invalid-requests.js';
import { replay } from './replay.js';
import { validatingProxy } from './validating-proxy.js';
import { wireFacts } from './wire-facts.js';

/** Every check of the contract suite; those that need no server first, and those that start one last. */
export const CHECK_GROUPS: readonly CheckGroup[] = [
  ...wireFacts,
  ...examples,
  errorCodes,
  replay,
  invalidRequests,
  ...decisionsByRequest,
  callback,
  validatingProxy,
];
