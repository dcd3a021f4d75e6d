import type { Directive } from './context.js';

/** `{{try QRIS}}`: a button that opens the panel with an example, or with the license key that leads to an error. */
export const tryIt: Directive = ([example = ''], { words }) => {
  return `<p class="try"><button type="button" data-try="${example}" hidden>${words.get('try.open')}</button></p>`;
};
