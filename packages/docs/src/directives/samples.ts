import { operationOf } from '../document.js';
import { fence } from '../markdown/table.js';
import type { Directive } from './context.js';

/** The operation whose samples stand in a folder of openapi/samples. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'generate-payment': 'generatePayment',
  'payment-success': 'receivePaymentSuccess',
};

/** `{{sample generate-payment}}`: the programs of all languages, as a group of tabs. */
export const sample: Directive = ([name = ''], { contract }) => {
  const operation = OPERATIONS[name];
  if (!operation)
    throw new Error(`expected one of ${Object.keys(OPERATIONS).join(', ')}, got ${JSON.stringify(name)}.`);
  const samples = operationOf(contract, operation)['x-codeSamples'] ?? [];
  const blocks = samples.map(({ lang, label, source }) => fence(lang.toLowerCase(), source, label));
  return ['<div class="code-tabs">', ...blocks, '</div>'].join('\n\n');
};
