import messages from 'site:messages';
import data from 'site:try';
import { all, closeFromOutside, element } from '../dom.js';
import { createTryForm } from './form.js';
import { localOrigin, send } from './request.js';
import { resultOf } from './result.js';

const w = messages.try;

/** The panel that sends requests to the sandbox on this computer. Each button names the example to open it with. */
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
  closeFromOutside(dialog);

  /** Counts the requests: only the response to the last one is shown. */
  let sent = 0;
  const isBusy = (busy: boolean) => fields.submit.setAttribute('aria-disabled', String(busy));

  for (const button of all<HTMLButtonElement>('button[data-try]')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      fields.prefill(button.dataset.try ?? '');
      result.replaceChildren();
      sent++;
      isBusy(false);
      dialog.showModal();
    });
  }

  fields.form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // Not `disabled`: the button would lose the focus.
    if (fields.submit.getAttribute('aria-disabled') === 'true') return;
    const sandbox = localOrigin(fields.sandbox.value);
    if (!sandbox) {
      result.replaceChildren(element('p', { class: 'try-problem' }, w['not-local'].replace('{example}', data.sandbox)));
      return;
    }
    isBusy(true);
    const own = ++sent;
    result.replaceChildren(element('p', { class: 'try-waiting' }, w.sending));
    const outcome = await send({ sandbox, apiKey: fields.apiKey.value, body: fields.body.value });
    if (own !== sent) return;
    result.replaceChildren(...resultOf(outcome, sandbox));
    isBusy(false);
    result.scrollIntoView({ block: 'nearest' });
  });
}
