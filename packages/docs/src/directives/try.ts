import { jsonBody, operationOf } from '../document.js';
import type { Directive } from './context.js';
import { sandboxLicenses } from './sandbox.js';

/** `{{try QRIS}}`: a button that opens the panel with an example, or with the license key that leads to an error. */
export const tryIt: Directive = ([example = ''], { contract, messages }) => {
  const { examples = {} } = jsonBody(operationOf(contract, 'generatePayment').requestBody);
  const known = [...Object.keys(examples), ...sandboxLicenses.flatMap(({ code }) => code ?? [])];
  if (!known.includes(example)) {
    throw new Error(`expected one of ${known.join(', ')}, got ${JSON.stringify(example)}.`);
  }
  return `<p class="try"><button type="button" data-try="${example}" hidden>${messages.get('try.open')}</button></p>`;
};
