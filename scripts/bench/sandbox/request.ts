import { readFile } from 'node:fs/promises';
import { API_KEY_HEADER } from '@kgiton/contract';
import { DOCUMENT_JSON } from '../../paths.js';

const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));

/** Without a `webhook_url`, which Prism would call at every request. */
const { webhook_url: _, ...example } = document.components.examples.QrisRequest.value;

/** Whose tokens the requests take. */
export const LICENSE_KEY: string = example.license_key;

export const PATH = Object.keys(document.paths)[0] as string;

export const headersOf = (apiKey: string) => ({ [API_KEY_HEADER]: apiKey, 'content-type': 'application/json' });

export const bodyOf = (transactionId: string) => JSON.stringify({ ...example, transaction_id: transactionId });

/** What every transaction id begins with. */
export const ID_PREFIX = 'TRX-';

let transactions = 0;

/** A transaction id that no request had before, always of the same length. */
export const nextTransactionId = () => ID_PREFIX + String(transactions++).padStart(12, '0');
