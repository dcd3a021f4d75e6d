import examples from 'site:payment-examples';
import { all, memory } from './dom.js';

/**
 * Keeps what a reader chooses beside an operation: the example and the language, on all pages. The page makes the choices
 * again before it is drawn: packages/docs/src/pages/layout.ts.
 */
export function activateSamples(): void {
  for (const input of all<HTMLInputElement>('.samples .choice input')) {
    input.addEventListener('change', () => {
      if (['example', 'sample'].includes(input.name)) memory.set(`kgiton.${input.name}`, input.value);
      if (input.name === 'example') tryExample(input.value);
    });
    if (input.name === 'example' && input.checked) tryExample(input.value);
  }
}

/** The button beside the samples opens the panel with the example that they show, if it is one of a payment. */
function tryExample(example: string): void {
  if (!examples.includes(example)) return;
  for (const button of all<HTMLButtonElement>('.samples button[data-try]')) button.dataset.try = example;
}
