import words from 'site:words';
import { all, element } from '../dom.js';
import { createTryForm } from './form.js';
import { localOrigin, send } from './request.js';
import { resultOf } from './result.js';

const w = words.try;

/** The panel that sends a request to the sandbox on this computer. Each button names the example that it opens with. */
export function activateTryPanel(): void {
  const fields = createTryForm();
  const result = element('div', { class: 'try-result', 'aria-live': 'polite' });
  const close = element('button', { type: 'button', class: 'close', 'aria-label': w.close }, '×');
  const title = element('h2', { id: 'try-title' }, w.title);
  const dialog = element(
    'dialog',
    { class: 'try-dialog', 'aria-labelledby': 'try-title' },
    element('div', { class: 'try-head' }, title, close),
    element('p', {}, w.intro),
    fields.form,
    result,
  );
  document.body.append(dialog);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });

  for (const button of all<HTMLButtonElement>('button[data-try]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      fields.prefill(button.dataset.try ?? '');
      result.replaceChildren();
      dialog.showModal();
    });
  }

  fields.form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const sandbox = localOrigin(fields.sandbox.value);
    if (!sandbox) {
      result.replaceChildren(element('p', { class: 'try-problem' }, w['not-local']));
      return;
    }
    fields.submit.disabled = true;
    result.replaceChildren(element('p', { class: 'try-waiting' }, w.sending));
    const outcome = await send({ sandbox, apiKey: fields.apiKey.value, body: fields.body.value });
    result.replaceChildren(...resultOf(outcome, sandbox));
    fields.submit.disabled = false;
    result.scrollIntoView({ block: 'nearest' });
  });
}
