import messages from 'site:messages';
import data from 'site:try';
import { element } from '../dom.js';
import type { SentRequest } from './code.js';
import { copyRequest } from './copy-request.js';
import { button, field, stepOf } from './parts.js';
import type { ApiRequest, Outcome } from './request.js';

const w = messages.try;

/** The step in which the reader asks for the status of a payment. */
export function createStatusStep(
  apiKey: () => string,
  perform: (request: ApiRequest, shown: HTMLElement) => Promise<Outcome | undefined>,
  asSent: (request: ApiRequest) => SentRequest,
) {
  const id = element('input', { name: 'status-id', spellcheck: 'false', autocomplete: 'off' });
  const result = element('div', { class: 'try-result', 'aria-live': 'polite' });
  const asking = (): ApiRequest => ({
    method: 'GET',
    path: data.statusEndpoint.replace('{}', encodeURIComponent(id.value)),
    apiKey: apiKey(),
  });
  const copy = copyRequest(() => asSent(asking()));
  id.addEventListener('input', copy.update);
  const ask = button(w['ask-status'], () => perform(asking(), result), 'primary');
  return {
    element: stepOf(
      5,
      w.status,
      field(element('code', {}, 'transaction_id'), id),
      element('p', { class: 'try-actions' }, ask),
      copy.element,
      result,
    ),
    suggest(transactionId: string) {
      id.value = transactionId;
      copy.update();
      result.replaceChildren();
    },
    clear() {
      result.replaceChildren();
      copy.update();
    },
  };
}
